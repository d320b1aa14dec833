// SPDX-License-Identifier: MIT
#pragma once
// D·Wᵀ for as many rows of D as fill one, two or four registers: (W·Dᵀ)ᵀ, since D and the result,
// which are small then, have to be turned instead of W. The same sums in the same order. With
// AVX-512 16 or 32 rows 1.1 to 1.4×, with AVX2 16 rows 1.1 to 1.4× (bench/kernels/sweep). Not here:
// the product itself (panels.hpp), fewer rows (turned.hpp).

#include <algorithm>
#include <cstddef>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/panels.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/simd/transpose.hpp>

namespace kiln {

/// Whether this is the faster way to `rows` × Width sums of `depth` terms: few rows that fill whole
/// registers, and of W either much to turn or, with rows of it that fill no register, much to
/// waste.
template <std::size_t Width, class Arch, class T>
constexpr bool swaps_by_transposed(std::size_t rows, std::size_t depth) {
  constexpr std::size_t lanes = simd::lanes<T, Arch>;
  if (!simd::turns<T, Arch> || lanes < 8) return false;
  if (rows == 4 * lanes) return Width >= 96 && depth >= 256;
  if (rows != lanes && rows != 2 * lanes) return false;
  if (4 * Width <= 3 * lanes) return depth >= 32;
  if (lanes == 8) return Width > lanes && depth >= 64;
  return Width >= 64 ? depth >= 100 : rows == lanes && Width > lanes && depth >= 200;
}

namespace swapped_by_transposed_detail {
/// Rows [0, Columns) of y, which are columns of the product. Of any width, so that all layers share
/// this code.
template <class Arch, std::size_t Columns, class T>
KILN_NOINLINE void some_rows(std::size_t depth, const T* d, std::size_t width, const T* w, T* y) {
  constexpr std::size_t most = 32768 / sizeof(T) / Columns;
  constexpr std::size_t tile_rows = Tiling<T, Arch>::rows(Columns / simd::lanes<T, Arch>, 1);
  constexpr std::size_t most_units = 64 / tile_rows * tile_rows;  // whole tiles
  alignas(64) T turned[most * Columns];                           // [term][row]
  alignas(64) T sums[most_units * Columns];                       // [unit][row]
  const std::size_t parts = (depth + most - 1) / most, length = (depth + parts - 1) / parts;
  const std::size_t blocks = (width + most_units - 1) / most_units;
  const std::size_t units = ((width + blocks - 1) / blocks + tile_rows - 1) / tile_rows * tile_rows;
  for (std::size_t k = 0; k < depth; k += length) {
    const std::size_t terms = std::min(length, depth - k);
    simd::transpose<Arch>(Columns, terms, d + k, depth, turned, Columns);
    for (std::size_t j = 0; j < width; j += units) {
      const std::size_t count = std::min(units, width - j);
      if (k > 0) simd::transpose<Arch>(Columns, count, y + j, width, sums, Columns);
      const Store<T> store{sums, Columns, k > 0 ? sums : nullptr, Columns};
      multiply_packed_panel<Arch, Columns>(count, terms, straight(w + j * depth + k, depth),
                                           static_cast<const T*>(turned), store);
      simd::transpose<Arch>(count, Columns, sums, Columns, y + j, width);
    }
  }
}
}  // namespace swapped_by_transposed_detail

/// y = D·Wᵀ: y[i·Width + j] = Σₖ d[i·depth + k]·w[j·depth + k]. For swaps_by_transposed.
///
/// Shapes   d: rows × depth,  w: Width × depth,  y: rows × Width.
/// Cost     2·rows·depth·Width FLOPs, and 40 KiB of stack.
template <std::size_t Width, class Arch, class T>
KILN_INLINE void multiply_swapped_by_transposed(std::size_t rows, std::size_t depth, const T* d,
                                                const T* w, T* y) {
  using namespace swapped_by_transposed_detail;
  constexpr std::size_t lanes = simd::lanes<T, Arch>;
  std::size_t i = 0;
  for (; i + 2 * lanes <= rows; i += 2 * lanes) {
    some_rows<Arch, 2 * lanes>(depth, d + i * depth, Width, w, y + i * Width);
  }
  if (i < rows) some_rows<Arch, lanes>(depth, d + i * depth, Width, w, y + i * Width);
}

}  // namespace kiln
