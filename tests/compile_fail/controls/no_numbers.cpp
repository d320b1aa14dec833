// SPDX-License-Identifier: MIT
// Does not say which numbers disagree.
// expect: one is not more than two
// complaint: exactly one line `// numbers:

#ifndef FIXED
static_assert(1 > 2, "one is not more than two");
#endif
