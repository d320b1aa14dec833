// SPDX-License-Identifier: MIT
#pragma once
// Weights drawn from one normal distribution, whatever the layer.

#include <cstddef>

#include <kiln/random/normal.hpp>
#include <kiln/simd/compiler.hpp>

namespace kiln {

/// N(mean, std²). Example  net.initialize(Normal{.std = 0.01}, engine)
struct Normal {
  double mean = 0;  ///< of the distribution
  double std = 1;   ///< standard deviation

  /// One weight.
  template <class T, class Engine>
  KILN_INLINE constexpr T draw(Engine& engine, std::size_t, std::size_t) const {
    return normal<T>(engine, static_cast<T>(mean), static_cast<T>(std));
  }
};

}  // namespace kiln
