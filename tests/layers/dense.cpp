// SPDX-License-Identifier: MIT
#include <kiln/layers/dense.hpp>

#include <boost/test/unit_test.hpp>

#include "support/check_gradient.hpp"

namespace {

using namespace kiln;
using support::check_float_net;
using support::check_net;
using support::Swish;

// The same few odd widths everywhere: nets share kernels, and so this file's compile time.
BOOST_AUTO_TEST_CASE(one_layer_is_right_with_every_activation) {
  check_net<SquaredError, 5, 1, Dense<1>>("1 - 1", 1);
  check_net<MeanSquaredError, 7, 17, Dense<5, Tanh>>("17 - 5 tanh", 2);
  check_net<SquaredError, 3, 9, Dense<17, Sigmoid>>("9 - 17 sigmoid", 3);
  check_net<SquaredError, 6, 17, Dense<9, ReLU>>("17 - 9 relu", 4);
  check_net<CrossEntropy, 9, 65, Dense<3, Softmax>>("65 - 3 softmax", 5);
  check_net<SquaredError, 4, 9, Dense<3, Step>>("9 - 3 step", 10);
}

BOOST_AUTO_TEST_CASE(one_layer_is_right_in_float) {
  check_float_net<MeanSquaredError, 7, 17, Dense<5, Tanh>>("17 - 5 tanh", 2);
  check_float_net<SquaredError, 3, 9, Dense<17, Sigmoid>>("9 - 17 sigmoid", 3);
  check_float_net<SquaredError, 6, 17, Dense<9, ReLU>>("17 - 9 relu", 4);
  check_float_net<CrossEntropy, 9, 65, Dense<3, Softmax>>("65 - 3 softmax", 5);
  check_float_net<SquaredError, 4, 17, Dense<9, Swish>>("17 - 9 swish", 8);
}

BOOST_AUTO_TEST_CASE(softmax_is_right_where_no_loss_is_fused_with_it) {
  check_net<MeanSquaredError, 5, 17, Dense<9, Softmax>>("17 - 9 softmax", 6);
  check_net<SquaredError, 4, 9, Dense<5, Softmax>, Dense<3, Sigmoid>>("9 - 5 softmax - 3", 7);
}

BOOST_AUTO_TEST_CASE(an_activation_of_a_users_own_is_right_in_every_place) {
  check_net<SquaredError, 4, 17, Dense<9, Swish>>("17 - 9 swish", 8);
  check_net<CrossEntropy, 5, 5, Dense<9, Swish>, Dense<17, Swish>, Dense<3, Softmax>>(
      "5 - 9 swish - 17 swish - 3 softmax", 9);
}

}  // namespace
