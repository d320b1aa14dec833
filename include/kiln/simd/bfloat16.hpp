// SPDX-License-Identifier: MIT
#pragma once
// 16-bit floating-point numbers to store, not to calculate with: BFloat16, the upper half of a
// float, and Half, IEEE 754 binary16. Conversions round to nearest, ties to even, and are
// constexpr.

#include <cstdint>

#include <kiln/simd/bit_cast.hpp>
#include <kiln/simd/compiler.hpp>

namespace kiln::simd {

/// A float's sign, exponent and upper 7 bits of mantissa.
struct BFloat16 {
  std::uint16_t bits = 0;  ///< as a float's upper half

  /// Zero.
  constexpr BFloat16() = default;

  /// x rounded to nearest, ties to even; too large becomes infinite, NaN stays NaN (quiet).
  KILN_INLINE constexpr explicit BFloat16(float x) {
    const auto all = simd::bit_cast<std::uint32_t>(x);
    const std::uint32_t rounded = all + 0x7fff + (all >> 16 & 1);
    const bool nan = (all & 0x7fffffff) > 0x7f800000;
    bits = static_cast<std::uint16_t>(nan ? all >> 16 | 0x40 : rounded >> 16);
  }

  /// The number with these bits.
  static constexpr BFloat16 from_bits(std::uint16_t bits) {
    BFloat16 result;
    result.bits = bits;
    return result;
  }

  /// Exact.
  KILN_INLINE constexpr explicit operator float() const {
    return simd::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
  }

  /// Equality of bits: NaN equals itself, −0 is not 0.
  friend constexpr bool operator==(BFloat16, BFloat16) = default;
};

/// IEEE 754 binary16: 5 bits of exponent, 10 of mantissa, largest 65504.
struct Half {
  std::uint16_t bits = 0;  ///< sign, exponent, mantissa

  /// Zero.
  constexpr Half() = default;

  /// x rounded to nearest, ties to even; from 65520 on infinite, NaN stays NaN (quiet).
  constexpr explicit Half(float x) {
    const auto all = simd::bit_cast<std::uint32_t>(x);
    const std::uint32_t sign = all >> 16 & 0x8000, size = all & 0x7fffffff;
    std::uint32_t result = 0x7c00;  // infinite
    if (size > 0x7f800000) result = 0x7e00 | (size >> 13 & 0x3ff);
    else if (size < 0x38800000) result = denormal(size);
    else if (size < 0x477ff000) result = (size - 0x38000000 + 0xfff + (size >> 13 & 1)) >> 13;
    bits = static_cast<std::uint16_t>(sign | result);
  }

  /// The number with these bits.
  static constexpr Half from_bits(std::uint16_t bits) {
    Half result;
    result.bits = bits;
    return result;
  }

  /// Exact.
  constexpr explicit operator float() const {
    const std::uint32_t sign = (bits & 0x8000U) << 16, size = bits & 0x7fffU;
    if (size >= 0x7c00) return simd::bit_cast<float>(sign | 0x7f800000 | (size & 0x3ff) << 13);
    if (size >= 0x400) return simd::bit_cast<float>(sign | ((size << 13) + 0x38000000));
    const float tiny = static_cast<float>(size) * 0x1p-24F;
    return sign != 0 ? -tiny : tiny;
  }

  /// Equality of bits: NaN equals itself, −0 is not 0.
  friend constexpr bool operator==(Half, Half) = default;

 private:
  /// Below 2⁻¹⁴: x/2⁻²⁴ to the nearest integer, ties to even. `size` is |x|'s bits.
  static constexpr std::uint32_t denormal(std::uint32_t size) {
    const std::uint32_t exponent = size >> 23;
    if (exponent < 102) return 0;  // below half of 2⁻²⁴
    const std::uint32_t mantissa = (size & 0x7fffff) | 0x800000, shift = 126 - exponent;
    const std::uint32_t quotient = mantissa >> shift, rest = mantissa & ((1U << shift) - 1);
    const std::uint32_t half = 1U << (shift - 1);
    return quotient + (rest > half || (rest == half && (quotient & 1) != 0) ? 1 : 0);
  }
};

}  // namespace kiln::simd
