// SPDX-License-Identifier: MIT
#pragma once
// Softmax: scores of classes become probabilities.
// Source: Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs",
// 1990; the maximum is subtracted first, so that no exponential overflows.

#include <cstddef>
#include <string_view>

#include <kiln/concepts.hpp>
#include <kiln/kernels/softmax.hpp>

namespace kiln {

/// aⱼ(z) = e^zⱼ / Σₖ e^zₖ over each row; sums to 1. A row with NaN or +inf becomes NaN, −inf 0 (a
/// row of nothing but −inf NaN).
struct Softmax {
  static constexpr std::string_view name = "Softmax";  ///< in reports and checkpoints
  /// z ← softmax(z) for n rows.
  template <std::size_t Width, class Arch, class T>
  static constexpr void rows(std::size_t n, T* z) {
    softmax_rows<Width, Arch>(n, z);
  }
  /// dy ← dL/dz for n rows: dzⱼ = yⱼ·(dyⱼ − Σₖ dyₖ·yₖ).
  template <std::size_t Width, class Arch, class T>
  static constexpr void rows_backward(std::size_t n, const T* y, T* dy) {
    softmax_rows_backward<Width, Arch>(n, y, dy);
  }
};

}  // namespace kiln
