// SPDX-License-Identifier: MIT
#pragma once
// Gradient descent on any function of a tensor or an array, with numerical gradients. Nets are
// trained otherwise: train/.

#include <cstddef>
#include <utility>

#include <kiln/calculus/gradient.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln {

/// How to descend.
struct Descent {
  double learning_rate = 0.01;  ///< the step for a gradient of length 1
  std::size_t steps = 100;      ///< how many
  double h = 1e-4;              ///< half the width of the central differences
};

/// Where `steps` steps x −= learning_rate·∇f(x) lead from `start` (a BasicTensor or std::array).
/// `on_step(step, x)` is called for the start, step 0, and after each step: with the path.
///
/// Example  gradient_descent(f, Tensor<2>{-3, 4}, {.learning_rate = 0.1, .steps = 100})
template <class F, class X, class OnStep>
KILN_INLINE constexpr X gradient_descent(F&& f, const X& start, const Descent& settings,
                                         OnStep&& on_step) {
  using T = typename X::value_type;
  X x = start;
  on_step(std::size_t(0), std::as_const(x));
  for (std::size_t step = 1; step <= settings.steps; ++step) {
    const X gradient = kiln::numerical_gradient(f, x, static_cast<T>(settings.h));
    for (std::size_t i = 0; i < x.size(); ++i) {
      T& element = x.data()[i];
      element = simd::fma(static_cast<T>(-settings.learning_rate), gradient.data()[i], element);
    }
    on_step(step, std::as_const(x));
  }
  return x;
}

/// The same without a look at the path.
template <class F, class X>
KILN_INLINE constexpr X gradient_descent(F&& f, const X& start, const Descent& settings = {}) {
  return kiln::gradient_descent(f, start, settings, [](std::size_t, const X&) {});
}

}  // namespace kiln
