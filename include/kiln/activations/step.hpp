// SPDX-License-Identifier: MIT
#pragma once
// The step function: the perceptron's activation.
// Source: Rosenblatt, "The Perceptron", Psychological Review 65(6), 1958.

#include <string_view>

#include <kiln/concepts.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln {

/// a(z) = 1 where z > 0, else 0 (at ±0 and NaN too); a′ = 0, so nothing below it learns.
struct Step {
  static constexpr std::string_view name = "Step";            ///< in reports and checkpoints
  static constexpr SlopeFrom slope_from = SlopeFrom::output;  ///< nothing else is kept

  /// z > 0.
  template <class V>
  static KILN_INLINE constexpr V value(const V& z) {
    using T = simd::scalar_of<V>;
    return simd::select(z > V(T(0)), V(T(1)), V(T(0)));
  }
  /// 0.
  template <class V>
  static KILN_INLINE constexpr V slope(const V&) {
    return V(simd::scalar_of<V>(0));
  }
};

}  // namespace kiln
