// SPDX-License-Identifier: MIT
// Fails with the right sentence first, and then three times more.
// expect: one is not more than two
// numbers: none
// complaint: there are 4 errors, more than 3

#ifndef FIXED
static_assert(1 > 2, "one is not more than two");
static_assert(0 > 1, "nor is nothing more than one");
static_assert(0 > 2, "nor than two");
static_assert(0 > 3, "nor than three");
#endif
