// SPDX-License-Identifier: MIT
#pragma once
// The rectified linear unit.
// Source: Nair, Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", ICML 2010.

#include <string_view>

#include <kiln/concepts.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln {

/// a(z) = z where z > 0, else 0; a′ = 1 where a > 0, else 0. ±0 gives +0, inf stays, NaN stays NaN
/// (with slope 0).
struct ReLU {
  static constexpr std::string_view name = "ReLU";            ///< in reports and checkpoints
  static constexpr SlopeFrom slope_from = SlopeFrom::output;  ///< a′ from a

  /// max(z, 0), and NaN for NaN.
  template <class V>
  static KILN_INLINE constexpr V value(const V& z) {
    const V zero(simd::scalar_of<V>(0));
    if constexpr (simd::is_builtin<simd::scalar_of<V>>) return simd::select(z <= zero, zero, z);
    else return simd::max(z, zero);
  }
  /// y > 0.
  template <class V>
  static KILN_INLINE constexpr V slope(const V& y) {
    using T = simd::scalar_of<V>;
    return simd::select(y > V(T(0)), V(T(1)), V(T(0)));
  }
};

}  // namespace kiln
