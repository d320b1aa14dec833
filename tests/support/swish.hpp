// SPDX-License-Identifier: MIT
#pragma once
// An activation as a user would write it: its slope needs z, not only a(z).
// Source: Ramachandran, Zoph, Le, "Searching for Activation Functions", 2017.

#include <kiln/concepts.hpp>
#include <kiln/simd/math.hpp>

namespace support {

/// a(z) = z·σ(z), a′ = σ + z·σ·(1 − σ).
struct Swish {
  static constexpr kiln::SlopeFrom slope_from = kiln::SlopeFrom::input;

  template <class V>
  static constexpr V value(const V& z) {
    return z * kiln::simd::sigmoid(z);
  }
  template <class V>
  static constexpr V slope(const V& z) {
    using T = kiln::simd::scalar_of<V>;
    const V s = kiln::simd::sigmoid(z);
    return kiln::simd::fma(z, s * (V(T(1)) - s), s);
  }
};

}  // namespace support
