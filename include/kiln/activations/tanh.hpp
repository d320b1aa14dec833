// SPDX-License-Identifier: MIT
#pragma once
// The hyperbolic tangent.
// Source: LeCun et al., "Efficient BackProp", 1998, section 4.4.

#include <string_view>

#include <kiln/concepts.hpp>
#include <kiln/simd/tanh.hpp>

namespace kiln {

/// a(z) = tanh z, a′ = 1 − a². ±1 at ±inf, ±0 and NaN stay.
struct Tanh {
  static constexpr std::string_view name = "Tanh";            ///< in reports and checkpoints
  static constexpr SlopeFrom slope_from = SlopeFrom::output;  ///< a′ from a

  /// tanh z.
  template <class V>
  static KILN_INLINE constexpr V value(const V& z) {
    return simd::tanh(z);
  }
  /// 1 − y².
  template <class V>
  static KILN_INLINE constexpr V slope(const V& y) {
    return simd::fma(-y, y, V(simd::scalar_of<V>(1)));
  }
};

}  // namespace kiln
