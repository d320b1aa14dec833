// SPDX-License-Identifier: MIT
#pragma once
// Dual numbers as a net's scalars: each carries a derivative through whatever is computed with it,
// so that derivatives come out exact, without backpropagation and without differences.
// Source: Griewank, Walther, Evaluating Derivatives, SIAM 2008, ch. 3.1.

#include <concepts>

#include <kiln/simd/math.hpp>

namespace kiln {

/// value + slope·ε with ε² = 0: f(x + ε) = f(x) + f′(x)·ε. Seed the variable's slope with 1.
///
/// Example  Dual<double> y = tanh(Dual<double>(0.5, 1));  // y.slope is 1 − tanh²(0.5)
template <std::floating_point T = double>
struct Dual {
  T value = 0;  ///< the number
  T slope = 0;  ///< its derivative along the chosen direction

  constexpr Dual() = default;
  /// A number, by default a constant: its slope is 0.
  constexpr Dual(T x, T dx = 0) : value(x), slope(dx) {}

  /// The same value and slope.
  friend KILN_INLINE constexpr bool operator==(const Dual&, const Dual&) = default;
  /// a + b.
  friend KILN_INLINE constexpr Dual operator+(const Dual& a, const Dual& b) {
    return {a.value + b.value, a.slope + b.slope};
  }
  /// a − b.
  friend KILN_INLINE constexpr Dual operator-(const Dual& a, const Dual& b) {
    return {a.value - b.value, a.slope - b.slope};
  }
  /// −x.
  friend KILN_INLINE constexpr Dual operator-(const Dual& x) { return {-x.value, -x.slope}; }
  /// a·b, with slope a·b′ + a′·b.
  friend KILN_INLINE constexpr Dual operator*(const Dual& a, const Dual& b) {
    return {a.value * b.value, simd::fma(a.value, b.slope, a.slope * b.value)};
  }
  /// a/b, with slope (a′ − (a/b)·b′)/b.
  friend KILN_INLINE constexpr Dual operator/(const Dual& a, const Dual& b) {
    const T quotient = a.value / b.value;
    return {quotient, simd::fma(-quotient, b.slope, a.slope) / b.value};
  }
  /// a·b + c.
  friend KILN_INLINE constexpr Dual fma(const Dual& a, const Dual& b, const Dual& c) {
    return {simd::fma(a.value, b.value, c.value),
            simd::fma(a.value, b.slope, simd::fma(a.slope, b.value, c.slope))};
  }

  /// By value; the slopes do not matter.
  friend KILN_INLINE constexpr bool operator<(const Dual& a, const Dual& b) {
    return a.value < b.value;
  }
  /// By value.
  friend KILN_INLINE constexpr bool operator>(const Dual& a, const Dual& b) {
    return a.value > b.value;
  }
  /// By value.
  friend KILN_INLINE constexpr bool operator<=(const Dual& a, const Dual& b) {
    return a.value <= b.value;
  }
  /// By value.
  friend KILN_INLINE constexpr bool operator>=(const Dual& a, const Dual& b) {
    return a.value >= b.value;
  }

  /// eˣ.
  friend KILN_INLINE constexpr Dual exp(const Dual& x) {
    const T y = simd::exp(x.value);
    return {y, y * x.slope};
  }
  /// ln x.
  friend KILN_INLINE constexpr Dual log(const Dual& x) {
    return {simd::log(x.value), x.slope / x.value};
  }
  /// √x.
  friend KILN_INLINE constexpr Dual sqrt(const Dual& x) {
    const T y = simd::sqrt(x.value);
    return {y, x.slope / (y + y)};
  }
  /// tanh x, with slope 1 − tanh²x.
  friend KILN_INLINE constexpr Dual tanh(const Dual& x) {
    const T y = simd::tanh(x.value);
    return {y, simd::fma(-y, y, T(1)) * x.slope};
  }
  /// 1/(1 + e⁻ˣ), with slope y·(1 − y).
  friend KILN_INLINE constexpr Dual sigmoid(const Dual& x) {
    const T y = simd::sigmoid(x.value);
    return {y, y * (T(1) - y) * x.slope};
  }
};

}  // namespace kiln
