// SPDX-License-Identifier: MIT
#pragma once
// Glorot's (Xavier's) normal initialisation, for sigmoid, tanh and softmax layers.
// Source: Glorot, Bengio, "Understanding the Difficulty of Training Deep Feedforward Neural
// Networks", AISTATS 2010; PyTorch's xavier_normal_.

#include <cstddef>

#include <kiln/random/normal.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln {

/// N(0, gain²·2/(fan_in + fan_out)).
struct Glorot {
  double gain = 1;  ///< PyTorch's gain: 5/3 for tanh

  /// One weight.
  template <class T, class Engine>
  KILN_INLINE constexpr T draw(Engine& engine, std::size_t fan_in, std::size_t fan_out) const {
    const double deviation = gain * simd::sqrt(2.0 / static_cast<double>(fan_in + fan_out));
    return normal<T>(engine, T(0), static_cast<T>(deviation));
  }
};

}  // namespace kiln
