// SPDX-License-Identifier: MIT
#pragma once
// He's normal initialisation, for ReLU layers.
// Source: He et al., "Delving Deep into Rectifiers", ICCV 2015; PyTorch's kaiming_normal_.

#include <cstddef>

#include <kiln/random/normal.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln {

/// N(0, gain²/fan_in), with the gain of ReLU, √2, by default.
struct He {
  double gain = simd::sqrt(2.0);  ///< √2 for ReLU, 1 for a linear layer

  /// One weight.
  template <class T, class Engine>
  KILN_INLINE constexpr T draw(Engine& engine, std::size_t fan_in, std::size_t) const {
    const double deviation = gain / simd::sqrt(static_cast<double>(fan_in));
    return normal<T>(engine, T(0), static_cast<T>(deviation));
  }
};

}  // namespace kiln
