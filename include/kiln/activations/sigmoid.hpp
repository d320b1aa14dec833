// SPDX-License-Identifier: MIT
#pragma once
// The logistic sigmoid.
// Source: Nielsen, Neural Networks and Deep Learning, ch. 1, eq. 3.

#include <string_view>

#include <kiln/concepts.hpp>
#include <kiln/simd/sigmoid.hpp>

namespace kiln {

/// a(z) = 1/(1 + e⁻ᶻ), a′ = a·(1 − a). 0 at −inf, 1 at inf, NaN stays NaN.
struct Sigmoid {
  static constexpr std::string_view name = "Sigmoid";         ///< in reports and checkpoints
  static constexpr SlopeFrom slope_from = SlopeFrom::output;  ///< a′ from a

  /// 1/(1 + e⁻ᶻ).
  template <class V>
  static KILN_INLINE constexpr V value(const V& z) {
    return simd::sigmoid(z);
  }
  /// y·(1 − y).
  template <class V>
  static KILN_INLINE constexpr V slope(const V& y) {
    return y * (V(simd::scalar_of<V>(1)) - y);
  }
};

}  // namespace kiln
