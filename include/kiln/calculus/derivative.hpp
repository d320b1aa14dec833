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

/// Half the width of a central difference that suits numbers of type `T` and size 1: 1e-4, but
/// 5e-3 in float, where the difference of two close values of f keeps few digits.
///
/// Source   Press et al., Numerical Recipes, section 5.7: about the cube root of the precision.
template <class T>
inline constexpr T difference_step = static_cast<T>(std::is_same_v<T, float> ? 5e-3 : 1e-4);

/// The central difference (f(x + h) − f(x − h))/2h. Its error is of order h²; rounding adds the
/// error of f divided by h, which is why a smaller h is not always better: expect 8 digits in
/// double and 3 in float.
///
/// Example  numerical_derivative([](double x) { return x * x; }, 3.0)  // 6
template <class F, class Number>
KILN_INLINE constexpr auto numerical_derivative(
    const F& f, const Number& x,
    std::type_identity_t<differentiable<Number>> h = difference_step<differentiable<Number>>) {
  const auto at = static_cast<differentiable<Number>>(x);
  return (f(at + h) - f(at - h)) / (2 * h);
}

}  // namespace kiln
