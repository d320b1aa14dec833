// SPDX-License-Identifier: MIT
#pragma once
// The left operand of a product: a matrix read element by element with any two strides, so that
// X and Xᵀ are the same kernel.

#include <cstddef>

#include <kiln/simd/compiler.hpp>

namespace kiln {

/// Element (i, k) of the left operand is data[i·row + k·step].
template <class T>
struct Operand {
  const T* data;     ///< element (0, 0)
  std::size_t row;   ///< from one output row to the next
  std::size_t step;  ///< from one term of the sum to the next

  /// Element (i, k).
  KILN_INLINE constexpr const T& operator()(std::size_t i, std::size_t k) const {
    return data[i * row + k * step];
  }

  /// The operand without its first `rows` rows and `terms` terms.
  KILN_INLINE constexpr Operand from(std::size_t rows, std::size_t terms) const {
    return {data + rows * row + terms * step, row, step};
  }
};

/// X (n × width, row by row) as the left operand of X·W.
template <class T>
constexpr Operand<T> straight(const T* x, std::size_t width) {
  return {x, width, 1};
}

/// Xᵀ for X (n × width, row by row), the left operand of Xᵀ·D.
template <class T>
constexpr Operand<T> transposed(const T* x, std::size_t width) {
  return {x, 1, width};
}

}  // namespace kiln
