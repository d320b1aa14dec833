// SPDX-License-Identifier: MIT
#pragma once
// The identity: the activation of an output layer in regression.

#include <string_view>

#include <kiln/concepts.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln {

/// a(z) = z, a′ = 1. Every value passes unchanged, NaN too.
struct Identity {
  static constexpr std::string_view name = "Identity";        ///< in reports and checkpoints
  static constexpr SlopeFrom slope_from = SlopeFrom::output;  ///< nothing else is kept

  /// z.
  template <class V>
  static KILN_INLINE constexpr V value(const V& z) {
    return z;
  }
  /// 1.
  template <class V>
  static KILN_INLINE constexpr V slope(const V&) {
    return V(simd::scalar_of<V>(1));
  }
};

}  // namespace kiln
