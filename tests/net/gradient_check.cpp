// SPDX-License-Identifier: MIT
#include <kiln/net/gradient_check.hpp>

#include <kiln/activations/softmax.hpp>
#include <kiln/activations/tanh.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>
#include <kiln/losses/cross_entropy.hpp>

#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>
#include <vector>

#include "support/bits.hpp"
#include "support/of_net.hpp"

namespace {

using namespace kiln;

// An activation whose author forgot the derivative's square.
struct Wrong : Tanh {
  template <class V>
  static constexpr V slope(const V& y) {
    return V(1.0) - y;
  }
};
// And one whose slope is not a number.
struct NotANumber : Tanh {
  template <class V>
  static constexpr V slope(const V& y) {
    return y * V(std::numeric_limits<double>::quiet_NaN());
  }
};

template <class A>
GradientCheck<double> check() {
  using N = BasicNet<double, 3, Dense<5, A>, Frozen<Dense<4, A>>, Dense<3, Softmax>>;
  static N net;
  static Workspace<N, 4> workspace;
  static typename N::Gradient gradient;
  support::Samples samples(351);
  support::fill(net, samples);
  const N before = net;
  std::vector<double> x = samples.uniforms<double>(4 * 3, -1, 1), dx(4 * 3);
  const std::vector<double> x_before = x;
  const int labels[] = {0, 2, 1, 1};
  const auto found =
      gradient_check(net, CrossEntropy{}, Rows<double, Shape{3}>(x.data(), 4), labels, workspace,
                     gradient, Rows<double, Shape{3}>(dx.data(), 4));
  BOOST_TEST(support::same_bits_in(net.storage(), before.storage()));
  BOOST_TEST(support::same_bits_in(x, x_before));
  return found;
}

BOOST_AUTO_TEST_CASE(a_right_layer_passes_and_everything_was_compared) {
  const auto found = check<Tanh>();
  BOOST_TEST(found.passed());
  BOOST_TEST(found.derivatives == (3 * 5 + 5) + (4 * 3 + 3) + 4 * 3U);
}

BOOST_AUTO_TEST_CASE(a_wrong_slope_is_found_with_both_numbers) {
  const auto found = check<Wrong>();
  BOOST_TEST(!found.passed());
  BOOST_TEST(found.error > 1000);
  BOOST_TEST(!found.name.empty());
  BOOST_TEST(found.backpropagated != found.numerical);
}

BOOST_AUTO_TEST_CASE(a_slope_that_is_not_a_number_does_not_pass) {
  BOOST_TEST(!check<NotANumber>().passed());
}

}  // namespace
