// SPDX-License-Identifier: MIT
// Fails with the right sentence, but -DFIXED does not mend it.
// expect: one is not more than two
// complaint: with -DFIXED it does not compile

static_assert(1 > 2, "one is not more than two");
