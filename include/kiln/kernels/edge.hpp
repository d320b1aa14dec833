// SPDX-License-Identifier: MIT
#pragma once
// The last columns of X·W or D·Wᵀ where they fill an eighth of a register at most, such as 2 of 50:
// in a tile they would cost a whole one. Here rows of X fill the lanes, turned in registers
// (turned.hpp). The same sums in the same order, 100 × 50 of 784 terms in 0.9 of the time
// (bench/kernels/sweep). Not here: those of Xᵀ·D, where rows are neighbours (swapped.hpp), and the
// columns before the edge (matmul.hpp).

#include <algorithm>
#include <array>
#include <cstddef>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/kernels/turned.hpp>
#include <kiln/simd/arch.hpp>
#include <kiln/simd/compiler.hpp>
#include <kiln/simd/transpose.hpp>

namespace kiln {

/// How many of `Width` columns are such an edge; 0 where they are none. AVX2 with its shorter
/// registers gains nothing.
template <std::size_t Width, class Arch, class T>
inline constexpr std::size_t edge_columns = [] {
  constexpr std::size_t lanes = simd::lanes<T, Arch>, rest = Width % lanes;
  return simd::turns<T, Arch> && lanes >= 16 && Width > lanes && rest <= lanes / 8 ? rest : 0;
}();

/// Whether all columns, an edge apart, are one panel.
template <std::size_t Width, class Arch, class T>
inline constexpr bool is_one_panel =
    Width - edge_columns<Width, Arch, T> <= Tiling<T, Arch>::panel + simd::lanes<T, Arch>;

namespace edge_detail {
/// Columns [column, column + Columns) of the outputs (i, j) = Σₖ a[i·a_row + k]·b[j·b_row + k].
/// Requires rows ≥ the lanes, depth ≥ 4.
template <std::size_t Columns, class Arch, class T>
KILN_INLINE void turned_rows_by(std::size_t rows, std::size_t depth, const T* a, std::size_t a_row,
                                const T* b, std::size_t b_row, const Store<T>& store,
                                std::size_t column) {
  constexpr std::size_t lanes = simd::lanes<T, Arch>;
  using V = simd::Lanes<T, Arch>;
  for (std::size_t i = 0; i < rows; i += lanes) {
    const std::size_t at = std::min(i, rows - lanes);  // the last overlaps its neighbour
    alignas(64) T sums[Columns][lanes] = {};
    if (store.first != nullptr) {
      const T* from = store.first + at * store.first_row + column;
      for (std::size_t l = 0; l < lanes; ++l, from += store.first_row) {
        for (std::size_t j = 0; j < Columns; ++j) sums[j][l] = from[j];
      }
    }
    std::array<V, Columns> sum;
    for (std::size_t j = 0; j < Columns; ++j) sum[j] = V::load_aligned(sums[j]);
    Turned<T, Arch, Columns>::add(depth, b, b_row, a + at * a_row, a_row, sum);
    for (std::size_t j = 0; j < Columns; ++j) sum[j].store_aligned(sums[j]);
    T* to = store.y + i * store.y_row + column;
    for (std::size_t l = i - at; l < lanes; ++l, to += store.y_row) {
      for (std::size_t j = 0; j < Columns; ++j) to[j] = sums[j][l];
    }
  }
}
}  // namespace edge_detail

/// Columns [column, column + Columns) of X·W: outputs (i, j) = Σₖ x[i·x_row + k]·w[k·w_row + j],
/// w given from the first of them on. Requires rows ≥ the lanes, 4 ≤ depth ≤ 2²⁰.
///
/// Cost     2·rows·depth·Columns FLOPs, and 4 KiB of stack for each column.
template <std::size_t Columns, class Arch, class T>
KILN_NOINLINE void multiply_edge(std::size_t rows, std::size_t depth, const T* x, std::size_t x_row,
                                 const T* w, std::size_t w_row, Store<T> store,
                                 std::size_t column) {
  constexpr std::size_t most = 1024;
  alignas(64) T packed[Columns * most];  // [column][term]
  const std::size_t count = (depth + most - 1) / most, length = (depth + count - 1) / count;
  for (std::size_t k = 0; k < depth; k += length) {
    const std::size_t terms = std::min(length, depth - k);
    const T* from = w + k * w_row;
    for (std::size_t t = 0; t < terms; ++t, from += w_row) {
      for (std::size_t j = 0; j < Columns; ++j) packed[j * most + t] = from[j];
    }
    edge_detail::turned_rows_by<Columns, Arch>(rows, terms, x + k, x_row, packed, most, store,
                                               column);
    store.first = store.y;
    store.first_row = store.y_row;
  }
}

/// Columns [column, column + Columns) of D·Wᵀ: outputs (i, j) = Σₖ d[i·depth + k]·w[j·depth + k],
/// w given from the first of them on. Requires rows ≥ the lanes, depth ≥ 4.
///
/// Cost     2·rows·depth·Columns FLOPs.
template <std::size_t Columns, class Arch, class T>
KILN_NOINLINE void multiply_edge_by_transposed(std::size_t rows, std::size_t depth, const T* d,
                                               const T* w, const Store<T>& store,
                                               std::size_t column) {
  edge_detail::turned_rows_by<Columns, Arch>(rows, depth, d, depth, w, depth, store, column);
}

}  // namespace kiln
