// SPDX-License-Identifier: MIT
// Dense layers with every activation and loss, the first ten of twenty shapes.
#include <kiln/kiln.hpp>

#include "support/every_gradient.hpp"

namespace {

using namespace kiln;

template <support::Sizes S>
struct Nets {
  template <class A, class B>
  using With = BasicNet<double, Shape{S.in}, Dense<S.inner, A>, Dense<S.out, B>>;
};

BOOST_AUTO_TEST_CASE(dense_layers_have_the_right_gradients) {
  support::check_every_gradient<Nets, 0, 10>();
}

BOOST_AUTO_TEST_CASE(a_slope_that_is_a_little_off_is_seen) {
  using N = Nets<support::twenty[5]>::With<support::Chosen, support::Chosen>;
  const auto check = [](double error) {
    support::Chosen::chosen = reference::Activation::tanh;
    support::Chosen::error = error;
    const auto found = support::derivatives_of<N, support::ChosenLoss, support::twenty[5].rows>(
        support::ChosenLoss::chosen, 1, false);
    support::Chosen::error = 0;
    return found;
  };
  BOOST_TEST(check(0).beyond_duals == 0U);
  BOOST_TEST(check(1e-10).beyond_duals > 0U);
  BOOST_TEST(check(1e-10).beyond_differences == 0U);
  BOOST_TEST(check(1e-4).beyond_differences > 0U);
}

}  // namespace
