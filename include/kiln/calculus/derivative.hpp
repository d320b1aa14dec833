// SPDX-License-Identifier: MIT
#pragma once
// The derivative of a function of one number, from two of its values. Of many: gradient.hpp.

#include <concepts>
#include <type_traits>

#include <kiln/simd/compiler.hpp>

namespace kiln {

/// The scalar that a number is differentiated in: itself, or double for integers.
template <class Number>
using differentiable = std::conditional_t<std::integral<Number>, double, Number>;

/// The central difference (f(x + h) − f(x − h))/2h. Its error is of order h²; rounding adds the
/// error of f divided by h, which is why a smaller h is not always better.
///
/// Example  numerical_derivative([](double x) { return x * x; }, 3.0)  // 6
template <class F, class Number>
KILN_INLINE constexpr auto numerical_derivative(
    const F& f, const Number& x,
    std::type_identity_t<differentiable<Number>> h = static_cast<differentiable<Number>>(1e-4)) {
  const auto at = static_cast<differentiable<Number>>(x);
  return (f(at + h) - f(at - h)) / (2 * h);
}

}  // namespace kiln
