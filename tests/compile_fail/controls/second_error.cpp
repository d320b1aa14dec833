// SPDX-License-Identifier: MIT
// Says its sentence in the second error only.
// expect: two is not more than three
// numbers: none
// complaint: the first error does not say: two is not more than three

#ifndef FIXED
static_assert(1 > 2, "one is not more than two");
static_assert(2 > 3, "two is not more than three");
#endif
