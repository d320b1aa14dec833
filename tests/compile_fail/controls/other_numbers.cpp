// SPDX-License-Identifier: MIT
// Fails with the right sentence, but prints no 785: that it stands in the sentence, in the source
// shown once more, and in a longer number does not count.
// expect: 784 is not 785
// numbers: 784 785
// complaint: the first error does not print the number 785

template <int Got, int Expected>
struct Same {
  static_assert(Got == Expected, "784 is not 785");
};

#ifndef FIXED
Same<784, 1785 - 1000 + 1> same;  // 785
#endif
