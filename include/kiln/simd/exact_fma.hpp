// SPDX-License-Identifier: MIT
#pragma once
// Correctly rounded a·b + c and √x for constant evaluation, where the standard functions are not
// constexpr in C++20. Slow and exact; at run time the hardware does the same (lanes.hpp).
// Source: Boldo, Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using
// rounding to odd", IEEE Trans. Computers 57(4), 2008.

#include <cstdint>
#include <limits>

#include <kiln/simd/bit_cast.hpp>

namespace kiln::simd {

/// An unevaluated sum: high is the rounded result, low what the rounding dropped.
struct Split {
  double high;  ///< the rounded value
  double low;   ///< its error
};

/// a + b without error (Knuth's TwoSum).
constexpr Split two_sum(double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

/// a·b without error (Dekker's product over Veltkamp's splitting). Requires |a|, |b| < 2^996.
constexpr Split two_product(double a, double b) {
  constexpr double splitter = 134217729.0;  // 2^27 + 1
  const double ta = splitter * a, tb = splitter * b;
  const double ah = ta - (ta - a), bh = tb - (tb - b);
  const double al = a - ah, bl = b - bh;
  const double product = a * b;
  return {product, al * bl - (((product - ah * bh) - al * bh) - ah * bl)};
}

/// a + b rounded to odd: where inexact, the neighbour whose last bit is one. A later rounding to
/// fewer bits is then the correct rounding of the exact sum.
constexpr double sum_to_odd(double a, double b) {
  const Split sum = two_sum(a, b);
  const auto bits = simd::bit_cast<std::uint64_t>(sum.high);
  if (sum.low == 0 || (bits & 1U) != 0) return sum.high;
  const bool away = (sum.low > 0) == (sum.high > 0);
  return simd::bit_cast<double>(away ? bits + 1 : bits - 1);
}

/// a·b + c rounded once. The product of two floats is exact in double, and rounding the sum to
/// double first is harmless unless it then stands half-way between two floats.
constexpr float exact_fma(float a, float b, float c) {
  const double product = static_cast<double>(a) * static_cast<double>(b), sum = product + c;
  const bool half_way = (simd::bit_cast<std::uint64_t>(sum) & 0x1fffffff) == 0x10000000;
  if (!half_way && (sum > 0x1p-126 || sum < -0x1p-126)) return static_cast<float>(sum);
  return static_cast<float>(sum_to_odd(product, c));
}

/// a·b + c rounded once, barring overflow and underflow of the parts.
constexpr double exact_fma(double a, double b, double c) {
  if (a == 0 || b == 0) return a * b + c;
  const Split product = two_product(a, b);
  const Split sum = two_sum(c, product.low);
  const Split total = two_sum(product.high, sum.high);
  return total.high + sum_to_odd(sum.low, total.low);
}

/// √x correctly rounded; NaN below zero. Newton's iteration from a guess off the exponent, then
/// Tuckerman's test decides the last bit: r is right if r·pred(r) < x ≤ r·succ(r). It says
/// noexcept, since g++ does not see that of what calls itself, and then unwinds in passes at -O0.
constexpr double exact_sqrt(double x) noexcept {
  if (x < 0) return std::numeric_limits<double>::quiet_NaN();
  if (!(x > 0) || x > std::numeric_limits<double>::max()) return x;
  if (x < 0x1p-900) return exact_sqrt(x * 0x1p200) * 0x1p-100;
  if (x > 0x1p900) return exact_sqrt(x * 0x1p-200) * 0x1p100;
  double root = simd::bit_cast<double>((simd::bit_cast<std::uint64_t>(x) >> 1) + (511ULL << 52));
  for (int step = 0; step < 6; ++step) root = 0.5 * (root + x / root);
  const auto neighbour = [&](int ulps) {
    return simd::bit_cast<double>(simd::bit_cast<std::uint64_t>(root) +
                                  static_cast<std::uint64_t>(ulps));
  };
  while (exact_fma(root, neighbour(1), -x) < 0) root = neighbour(1);
  while (exact_fma(root, neighbour(-1), -x) >= 0) root = neighbour(-1);
  return root;
}

/// √x correctly rounded: double has more than twice float's bits, so rounding twice is harmless.
constexpr float exact_sqrt(float x) noexcept {
  return static_cast<float>(exact_sqrt(static_cast<double>(x)));
}

}  // namespace kiln::simd
