// SPDX-License-Identifier: MIT
#pragma once
// Products that leave the second-level cache go through some rows at a time, so that those of the
// left operand stay near for all panels. Of Xᵀ blocks are copied besides: its rows stand apart, and
// a tile's factors of each term in a line of their own. Not here: the product of a block
// (matmul.hpp).

#include <cstddef>
#include <cstring>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/parts.hpp>
#include <kiln/simd/compiler.hpp>

namespace kiln {

/// Rows of a large product that are computed together, or fewer.
inline constexpr std::size_t rows_of_a_block = 256;

/// Whether a product of so many rows, terms and columns is worth blocks of rows: operands and
/// result leave the second-level cache (2 MiB). Of Xᵀ, only where X takes more than half of it, or
/// a quarter in rows that are most of a page or more; where there is one panel, which reads X once,
/// only of rows that are a page, or nearly.
template <class Left, class T>
constexpr bool is_large(std::size_t rows, std::size_t depth, std::size_t width, bool one_panel) {
  if (rows <= rows_of_a_block) return false;
  if ((rows * depth + depth * width + rows * width) * sizeof(T) <= std::size_t{2} << 20) {
    return false;
  }
  if constexpr (Left::rows_touch) {
    const std::size_t row = rows * sizeof(T), x = row * depth;
    if (one_panel) return row >= 3900 && x >= 1000000;
    return x > 1200000 || (row > 3000 && x >= 500000);
  }
  return true;
}

/// Xᵀ·D where `is_large`, block by block of Xᵀ: calls multiply(rows, terms, a, b, store) for copies
/// of 48 × 128 elements (double: 48 × 64), the sums waiting in the result between the terms of two.
/// 512 samples of 1,000 inputs and 512 units: 1.5× (bench/kernels/sweep).
///
/// Cost     that of the blocks, and 24 KiB of stack.
template <class T, class Multiply>
KILN_NOINLINE void multiply_large_transposed(std::size_t rows, std::size_t depth, Transposed<T> a,
                                             const T* b, std::size_t b_row, const Store<T>& store,
                                             const Multiply& multiply) {
  constexpr std::size_t most_rows = 48, most_terms = 24576 / sizeof(T) / most_rows;
  alignas(64) T copy[most_rows * most_terms];
  for_each_part(rows, most_rows, [&](std::size_t i, std::size_t count) {
    Store<T> part = store.from(i, 0);
    for_each_part(depth, most_terms, [&](std::size_t k, std::size_t terms) {
      for (std::size_t t = 0; t < terms; ++t) {
        std::memcpy(copy + t * most_rows, &a(i, k + t), count * sizeof(T));
      }
      multiply(count, terms, transposed<T>(copy, most_rows), b + k * b_row, part);
      part.first = part.y;
      part.first_row = part.y_row;
    });
  });
}

}  // namespace kiln
