// SPDX-License-Identifier: MIT
#pragma once
// Every tolerance of the tests, with its reason. u is the unit roundoff: 2⁻²⁴ for float, 2⁻⁵³ for
// double.

#include <kiln/simd/arch.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>

namespace support {

/// The type in which a reference for `T` is computed.
template <class T>
using Wider = std::conditional_t<std::is_same_v<T, float>, double, long double>;

/// Half the distance from 1 to the next number.
template <class T>
inline constexpr double unit_roundoff = static_cast<double>(std::numeric_limits<T>::epsilon()) / 2;

/// What exp, log, tanh and sigmoid promise, in units in the last place; without hardware FMA, too.
inline constexpr double math_ulps = 2.5;

/// A sum of `terms` products, begun with a number and summed in any order with one rounding for
/// each fma: its error is at most terms·u/(1 − terms·u)·size, where size is the sum of the terms'
/// magnitudes (Higham, Accuracy and Stability of Numerical Algorithms, 3.1). Two further u cover
/// the denominator, and the reference's own rounding; one more the products' roundings where there
/// is no hardware FMA.
template <class T>
double product_bound(std::size_t terms, double size) {
  const std::size_t roundings = terms + 2 + (kiln::simd::has_fma<T> ? 0 : 1);
  return static_cast<double>(roundings) * unit_roundoff<T> * size;
}

/// Central differences of a net's loss in double: with h = 10⁻⁵ the truncation is h²/6·f‴ ≈ 2·10⁻¹¹
/// and the rounding of L ≈ 1 is 10⁻¹⁶/h = 10⁻¹¹.
inline constexpr double difference_step = 1e-5;
inline constexpr double difference_atol = 2e-9;
inline constexpr double difference_rtol = 1e-6;

/// Backpropagation in double against a plain one in double: both round a few hundred times, to
/// 10⁻¹⁶ of the largest term.
inline constexpr double backward_rtol_double = 1e-11;
inline constexpr double backward_atol_double = 1e-13;

/// The same in float: a few hundred roundings of 6·10⁻⁸, mostly cancelling, through at most four
/// layers.
inline constexpr double backward_rtol_float = 2e-4;
inline constexpr double backward_atol_float = 2e-6;

/// Outputs of a few layers in float: a few dozen roundings of 6·10⁻⁸ on numbers of about 1.
inline constexpr double forward_atol_float = 5e-6;
inline constexpr double forward_atol_double = 1e-13;

/// Numbers printed by the course, with eight or nine digits of a float's work.
inline constexpr double course_atol = 1.5e-7;

/// |a − b| ≤ atol + rtol·|b|; false for NaN.
inline bool close(double a, double b, double rtol, double atol) {
  return std::abs(a - b) <= atol + rtol * std::abs(b);
}

/// `x`'s distance from the exact value in units in the last place of `T` at that value; denormals
/// are all one unit apart.
template <class T>
double ulps(T x, Wider<T> exact) {
  if (std::isnan(x) || std::isnan(exact)) {
    return std::isnan(x) && std::isnan(exact) ? 0 : std::numeric_limits<double>::infinity();
  }
  const T rounded = static_cast<T>(exact);
  if (std::isinf(rounded) || std::isinf(x)) {
    return x == rounded ? 0 : std::numeric_limits<double>::infinity();
  }
  int exponent = 0;
  (void)std::frexp(exact, &exponent);
  exponent = std::max(exponent, std::numeric_limits<T>::min_exponent);
  const Wider<T> unit = std::ldexp(Wider<T>(1), exponent - std::numeric_limits<T>::digits);
  return static_cast<double>(std::abs((static_cast<Wider<T>>(x) - exact) / unit));
}

}  // namespace support
