// SPDX-License-Identifier: MIT
// Frozen layers with every activation and loss, every second of twenty shapes,
// nightly all.
#include <kiln/kiln.hpp>

#include "support/every_gradient.hpp"

namespace {

using namespace kiln;

template <support::Sizes S>
struct Nets {
  template <class A, class B>
  using With =
      BasicNet<double, Shape{S.in}, Dense<3, A>, Frozen<Dense<S.inner, A>>, Dense<S.out, B>>;
};

BOOST_AUTO_TEST_CASE(frozen_layers_have_the_right_gradients) {
  support::check_every_gradient<Nets, 0, 10, 2>();
  if constexpr (KILN_NIGHTLY) support::check_every_gradient<Nets, 1, 10, 2>();
}

}  // namespace
