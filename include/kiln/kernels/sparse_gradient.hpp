// SPDX-License-Identifier: MIT
#pragma once
// Xᵀ·D for X mostly zero: a panel of columns of up to 64 rows of the result. Of each row of D,
// which is a sample's, only those sums are moved whose group of inputs holds anything.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <kiln/kernels/sparse_tile.hpp>
#include <kiln/simd/nonzero.hpp>

namespace kiln {

/// Columns [column, column + Width) of rows [at_row, at_row + 64) of Xᵀ·D, handed to the epilogue.
template <std::size_t Width, class T, class Arch, class Epilogue>
struct SparseGradient {
  static constexpr std::size_t block = SparseTiling<T, Arch>::block;  ///< rows of the result
  static constexpr std::size_t capacity = 8;                          ///< words of a column's mask

  const Epilogue& epilogue;    ///< what becomes of the sums
  std::size_t at_row, column;  ///< of the first output

  /// columns ≤ 64 of X, and D from the panel's first column on. The masks of X's columns are made
  /// by the first panel and, where the buffer holds them, found by the others. Between 512 samples
  /// and the next, sums wait on the stack.
  KILN_NOINLINE void operator()(std::size_t columns, std::size_t samples, const T* x,
                                std::size_t x_row, const T* d, std::size_t d_row,
                                std::uint64_t* masks, bool first) const {
    alignas(64) T waiting[block * Strip::padded];
    for (std::size_t r = 0; r < samples; r += 64 * capacity) {
      const std::size_t rows = std::min(64 * capacity, samples - r);
      const Part part{x + r * x_row, x_row,  d + r * d_row,      d_row, (rows + 63) / 64, masks,
                      waiting,       r == 0, r + rows == samples};
      for (std::size_t w = 0; w < part.words && (first || samples > 64 * capacity); ++w) {
        simd::nonzero_columns<Arch>(std::min<std::size_t>(64, rows - 64 * w), columns,
                                    part.x + 64 * w * x_row, x_row, masks + w * block);
      }
      add(columns, part);
    }
  }

 private:
  using Strip = simd::Strip<T, Arch, Width>;
  static constexpr std::size_t group = SparseTiling<T, Arch>::group;

  /// Up to 512 samples.
  struct Part {
    const T* x;
    std::size_t x_row;
    const T* d;
    std::size_t d_row, words;
    const std::uint64_t* masks;
    T* waiting;  // sums of samples before these
    bool first, last;
  };

  KILN_INLINE void add(std::size_t columns, const Part& part) const {
    std::size_t k = 0;
    for (; k + group <= columns; k += group) add_group<group>(k, part);
    for (; k < columns; ++k) add_group<1>(k, part);
  }

  template <std::size_t Group>
  KILN_INLINE void add_group(std::size_t k, const Part& part) const {
    std::array<Strip, Group> sum;
    KILN_UNROLL
    for (std::size_t h = 0; h < Group; ++h) {
      if (part.first) sparse_tile::start(sum[h], epilogue, at_row + k + h, column);
      else sum[h].load_padded(part.waiting + (k + h) * Strip::padded);
    }
    sparse_tile::add_rows<Arch, Width>(sum, part.words, part.masks + k, part.x + k, part.x_row,
                                       part.d, part.d_row);
    KILN_UNROLL
    for (std::size_t h = 0; h < Group; ++h) {
      std::array<Strip, 1> one{sum[h]};
      if (part.last) sparse_tile::finish(one, epilogue, at_row + k + h, column);
      else sum[h].store_padded(part.waiting + (k + h) * Strip::padded);
    }
  }
};

}  // namespace kiln
