// SPDX-License-Identifier: MIT
// Fails, but with another sentence than it names.
// expect: Units must be at least 1
// complaint: the first error does not say: Units must be at least 1

#ifndef FIXED
static_assert(1 > 2, "one is not more than two");
static_assert(0 > 1, "Units must be at least 1");
#endif
