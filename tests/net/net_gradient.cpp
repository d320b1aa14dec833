// SPDX-License-Identifier: MIT
// Nets of many shapes, activations and losses: include/kiln/net/net.hpp's gradients.
#include <kiln/net/net.hpp>

#include <boost/test/unit_test.hpp>

#include "support/check_gradient.hpp"

namespace {

using namespace kiln;
using support::check_float_net;
using support::check_net;

// The same few odd widths everywhere: nets share kernels, and so this file's compile time.
BOOST_AUTO_TEST_CASE(classifiers_of_odd_widths_are_right) {
  check_net<CrossEntropy, 8, 3, Dense<5, Sigmoid>, Dense<3, Softmax>>("3 - 5 - 3", 11);
  if constexpr (!KILN_FEW_WIDTHS) {
    check_net<CrossEntropy, 13, 17, Dense<33, ReLU>, Dense<5, Softmax>>("17 - 33 - 5", 12);
    check_net<CrossEntropy, 3, Shape{1, 3, 11}, Dense<9, Tanh>, Dense<5, Softmax>>("1x3x11 - 9 - 5",
                                                                                   13);
  }
  check_net<CrossEntropy, 6, 9, Dense<17>, Dense<17, ReLU>, Dense<9, Tanh>, Dense<3, Softmax>>(
      "9 - 17 - 17 - 9 - 3", 14);
}

BOOST_AUTO_TEST_CASE(regressions_of_odd_widths_are_right) {
  check_net<SquaredError, 4, 9, Dense<1, Tanh>, Dense<17>>("9 - 1 - 17", 15);
  if constexpr (!KILN_FEW_WIDTHS) {
    check_net<SquaredError, 7, 33, Dense<17, Sigmoid>, Dense<9, Tanh>, Dense<3, Sigmoid>>(
        "33 - 17 - 9 - 3", 16);
    check_net<MeanSquaredError, 10, 3, Dense<17, Tanh>, Dense<17, Tanh>, Dense<1>>(
        "3 - 17 - 17 - 1", 17);
  }
  check_net<MeanSquaredError, 1, 17, Dense<33, Sigmoid>, Dense<3>>("17 - 33 - 3", 18);
}

BOOST_AUTO_TEST_CASE(nothing_below_a_step_learns) {
  check_net<SquaredError, 5, 9, Dense<5, Step>, Dense<3, Sigmoid>>("9 - 5 step - 3", 19);
}

BOOST_AUTO_TEST_CASE(nets_of_odd_widths_are_right_in_float) {
  check_float_net<CrossEntropy, 13, 17, Dense<33, ReLU>, Dense<5, Softmax>>("17 - 33 - 5", 12);
  if constexpr (!KILN_FEW_WIDTHS) {
    check_float_net<SquaredError, 7, 33, Dense<17, Sigmoid>, Dense<9, Tanh>, Dense<3, Sigmoid>>(
        "33 - 17 - 9 - 3", 16);
  }
}

}  // namespace
