// SPDX-License-Identifier: MIT
#pragma once
// A scalar as a user would write it: a dual number, which carries a derivative through whatever is
// computed with it. Only what nets need.

#include <cmath>

namespace support {

/// value + slope·ε with ε² = 0.
struct Dual {
  double value = 0, slope = 0;

  constexpr Dual() = default;
  constexpr Dual(double x, double dx = 0) : value(x), slope(dx) {}

  friend constexpr Dual operator+(Dual a, Dual b) { return {a.value + b.value, a.slope + b.slope}; }
  friend constexpr Dual operator-(Dual a, Dual b) { return {a.value - b.value, a.slope - b.slope}; }
  friend constexpr Dual operator-(Dual a) { return {-a.value, -a.slope}; }
  friend constexpr Dual operator*(Dual a, Dual b) {
    return {a.value * b.value, a.slope * b.value + a.value * b.slope};
  }
  friend constexpr Dual operator/(Dual a, Dual b) {
    return {a.value / b.value, (a.slope * b.value - a.value * b.slope) / (b.value * b.value)};
  }
  friend constexpr bool operator==(Dual a, Dual b) = default;
  friend constexpr bool operator<(Dual a, Dual b) { return a.value < b.value; }
  friend constexpr bool operator>(Dual a, Dual b) { return a.value > b.value; }
  friend constexpr bool operator<=(Dual a, Dual b) { return a.value <= b.value; }
  friend constexpr bool operator>=(Dual a, Dual b) { return a.value >= b.value; }

  friend Dual exp(Dual a) { return {std::exp(a.value), std::exp(a.value) * a.slope}; }
  friend Dual log(Dual a) { return {std::log(a.value), a.slope / a.value}; }
  friend Dual tanh(Dual a) {
    const double y = std::tanh(a.value);
    return {y, (1 - y * y) * a.slope};
  }
};

}  // namespace support
