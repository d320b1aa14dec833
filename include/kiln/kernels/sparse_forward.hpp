// SPDX-License-Identifier: MIT
#pragma once
// X·W for X mostly zero: a panel of columns of up to 64 rows, and of one row. In a batch each group
// of rows of W is loaded once for the samples in which its inputs are not zero, and their sums wait
// in the first-level cache: no sample's sums depend on what was just computed, where one sample
// after the other waits for every fma (1.35×, bench/kernels/sparse).

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/sparse_tile.hpp>
#include <kiln/simd/nonzero.hpp>

namespace kiln {

/// Columns [column, column + Width) of rows [at_row, at_row + 64) of X·W, handed to the epilogue.
template <std::size_t Width, std::size_t Chains, class T, class Arch, class Epilogue>
struct SparseForward {
  static constexpr std::size_t block = SparseTiling<T, Arch>::block;  ///< rows, and terms at once
  static constexpr std::size_t capacity = 1024;                       ///< masks in the buffer

  const Epilogue& epilogue;    ///< what becomes of the sums
  std::size_t at_row, column;  ///< of the first output

  /// rows ≤ 64 of X, and W from the panel's first column on. The masks of X's columns are made by
  /// the first panel and, as far as the buffer holds them, found by the others.
  KILN_NOINLINE void operator()(std::size_t rows, std::size_t depth, Straight<T> x, const T* w,
                                std::size_t w_row, std::uint64_t* masks, bool first) const {
    alignas(64) T sum[block * row];
    for (std::size_t r = 0; r < rows; ++r) begin(r, sum + r * row);
    for (std::size_t k = 0; k < depth; k += block) {
      const std::size_t terms = std::min(block, depth - k);
      const Straight<T> part = x.from(0, k);
      std::uint64_t* const mask = masks + (depth <= capacity ? k : 0);
      if (first || depth > capacity) {
        simd::nonzero_columns<Arch>(rows, terms, part.data, part.row, mask);
      }
      const T* const ahead = first && k + block < depth ? part.data + block : nullptr;
      add_block(terms, mask, part, w + k * w_row, w_row, sum, ahead, rows);
    }
    for (std::size_t r = 0; r < rows; ++r) end(r, sum + r * row);
  }

 private:
  using Strip = simd::Strip<T, Arch, Width>;
  static constexpr std::size_t group = std::max(SparseTiling<T, Arch>::group, Chains);
  static constexpr std::size_t row = Chains * Strip::padded;  // of sums

  /// Up to 64 terms of the sums. The next ones of X, from `ahead` on where there are any, are asked
  /// for meanwhile: 1.08× for images from memory, whose rows stand a page apart (the course's
  /// evaluation in bench/peers), level for those in a cache.
  static KILN_INLINE void add_block(std::size_t terms, const std::uint64_t* mask, Straight<T> x,
                                    const T* w, std::size_t w_row, T* sum, const T* ahead,
                                    std::size_t rows) {
    std::size_t k = 0;
    for (; k + group <= terms; k += group) {
      for (std::size_t r = k; ahead != nullptr && r < std::min(rows, k + group); ++r) {
        simd::prefetch<block * sizeof(T)>(ahead + r * x.row);
      }
      sparse_tile::add_terms<Arch, Width, Chains, 0, group>(
          sparse_tile::any_of<group>(mask + k), x.data + k, x.row, w + k * w_row, w_row, sum);
    }
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      const auto one = [&]<std::size_t C>(std::integral_constant<std::size_t, C>, std::size_t l) {
        if (l >= terms) return;
        sparse_tile::add_terms<Arch, Width, Chains, C, 1>(mask[l], x.data + l, x.row, w + l * w_row,
                                                          w_row, sum);
      };
      (one(std::integral_constant<std::size_t, I % Chains>{}, k + I), ...);
    }
    (std::make_index_sequence<group - 1>());
  }

  /// Row r's sums begin.
  KILN_INLINE void begin(std::size_t r, T* sum) const {
    Strip z;
    sparse_tile::start(z, epilogue, at_row + r, column);
    z.store_padded(sum);
    for (std::size_t l = Strip::padded; l < row; ++l) sum[l] = T(0);
  }
  /// They end.
  KILN_INLINE void end(std::size_t r, const T* sum) const {
    std::array<Strip, Chains> z;
    KILN_UNROLL
    for (std::size_t c = 0; c < Chains; ++c) z[c].load_padded(sum + c * Strip::padded);
    sparse_tile::finish(z, epilogue, at_row + r, column);
  }
};

/// Columns [column, column + Width) of one row of X·W: the bits are walked word by word. A list of
/// their places, made first, would be 1.1 to 1.2 times slower.
template <class Arch, std::size_t Width, std::size_t Chains, class T, class Epilogue>
KILN_NOINLINE void sparse_row(std::size_t depth, const T* x, const T* w, std::size_t w_row,
                              const Epilogue& epilogue, std::size_t at_row, std::size_t column) {
  using Strip = simd::Strip<T, Arch, Width>;
  std::array<Strip, Chains> sum;
  sparse_tile::start(sum[0], epilogue, at_row, column);
  KILN_UNROLL
  for (std::size_t c = 1; c < Chains; ++c) {
    sum[c].fill([](auto segment, std::size_t)
                    KILN_INLINE_LAMBDA { return typename decltype(segment)::Vector(T(0)); });
  }
  std::size_t k = 0;
  for (; k + 64 <= depth; k += 64) {
    sparse_tile::add_word<Arch, Width>(sum, simd::nonzero<Arch>(64, x + k), x + k, w + k * w_row,
                                       w_row);
  }
  if (k < depth) {
    sparse_tile::add_word<Arch, Width>(sum, simd::nonzero<Arch>(depth - k, x + k), x + k,
                                       w + k * w_row, w_row);
  }
  sparse_tile::finish(sum, epilogue, at_row, column);
}

}  // namespace kiln
