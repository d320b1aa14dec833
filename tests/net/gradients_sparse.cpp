// SPDX-License-Identifier: MIT
// Sparse layers with every activation and loss, every second of twenty shapes,
// nightly all.
#include <kiln/kiln.hpp>

#include "support/every_gradient.hpp"

namespace {

using namespace kiln;

template <support::Sizes S>
struct Nets {
  template <class A, class B>
  using With = BasicNet<double, Shape{S.in}, Dense<S.inner, A, Sparse>, Dense<S.out, B, Sparse>>;
};

BOOST_AUTO_TEST_CASE(sparse_layers_have_the_right_gradients) {
  support::check_every_gradient<Nets, 0, 10, 2>(true);
  if constexpr (KILN_NIGHTLY) support::check_every_gradient<Nets, 1, 10, 2>(true);
}

}  // namespace
