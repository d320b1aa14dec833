// SPDX-License-Identifier: MIT
#pragma once
// The left operand of a product: a matrix read element by element with any two strides, so that
// X and Xᵀ are the same kernel. The stride which is that of neighbours is one to the compiler, too:
// a tile finds its factors at constant places (dW of 8 and 16 samples up to 1.2×, the fewer columns
// the more, bench/kernels/sweep), and what only the other operand can need is not compiled.

#include <cstddef>
#include <type_traits>

#include <kiln/simd/compiler.hpp>

namespace kiln {

/// The stride of neighbours.
using Neighbours = std::integral_constant<std::size_t, 1>;

/// Element (i, k) of the left operand is data[i·row + k·step]. `Row` and `Step` are numbers, or
/// Neighbours.
template <class T, class Row = std::size_t, class Step = std::size_t>
struct Operand {
  const T* data;                    ///< element (0, 0)
  [[no_unique_address]] Row row;    ///< from one output row to the next
  [[no_unique_address]] Step step;  ///< from one term of the sum to the next

  static constexpr bool rows_touch = std::is_same_v<Row, Neighbours>;    ///< row = 1, as in Xᵀ
  static constexpr bool terms_touch = std::is_same_v<Step, Neighbours>;  ///< step = 1, as in X

  /// Element (i, k).
  KILN_INLINE constexpr const T& operator()(std::size_t i, std::size_t k) const {
    return data[i * row + k * step];
  }

  /// The operand without its first `rows` rows and `terms` terms.
  KILN_INLINE constexpr Operand from(std::size_t rows, std::size_t terms) const {
    return {data + rows * row + terms * step, row, step};
  }
};

/// X as a left operand.
template <class T>
using Straight = Operand<T, std::size_t, Neighbours>;
/// Xᵀ as a left operand.
template <class T>
using Transposed = Operand<T, Neighbours, std::size_t>;

/// X (n × width, row by row) as the left operand of X·W.
template <class T>
constexpr Straight<T> straight(const T* x, std::size_t width) {
  return {x, width, {}};
}

/// Xᵀ for X (n × width, row by row), the left operand of Xᵀ·D.
template <class T>
constexpr Transposed<T> transposed(const T* x, std::size_t width) {
  return {x, {}, width};
}

}  // namespace kiln
