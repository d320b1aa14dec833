// SPDX-License-Identifier: MIT
// Compiles, although it names a sentence.
// expect: one is not more than two
// numbers: none
// complaint: it compiles, but should not

static_assert(2 > 1, "one is not more than two");
