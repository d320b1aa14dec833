// SPDX-License-Identifier: MIT
// Fails with the right sentence and numbers, but -DFIXED, which check.py compiles apart, does not
// mend it.
// expect: one is not more than two
// numbers: none
// complaint: static assertion failed

static_assert(1 > 2, "one is not more than two");
