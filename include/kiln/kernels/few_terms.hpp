// SPDX-License-Identifier: MIT
#pragma once
// A product of few terms, such as the gradient of a wide layer's weights over a small batch: an
// outer product, or a few of them. Its time is that of writing the result, so that is written row
// by row, from one end to the other. Not here: products of narrow or deep matrices (matmul.hpp).

#include <cstddef>

#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/tile.hpp>

namespace kiln {

/// Up to how many terms the writing outweighs the sums, measured: at 8 0.9 to 1.1×, at 5 1.0 to
/// 1.4×, at 1 and 2 1.0 to 1.8× as fast as panel by panel (bench/kernels/sweep).
inline constexpr std::size_t few_terms = 6;

namespace few_terms_detail {
template <class Arch, std::size_t Height, std::size_t Width, class T, class Epilogue>
KILN_NOINLINE void in_rows(std::size_t rows, std::size_t depth, Operand<T> a, const T* b,
                           const Epilogue& epilogue) {
  constexpr std::size_t full = Tiling<T, Arch>::panel, rest = Width % full;
  for (std::size_t i = 0; i < rows; i += Height) {
    const std::size_t count = rows - i < Height ? rows - i : Height;
    const Operand<T> left = a.from(i, 0);
    for (std::size_t j = 0; j + full <= Width; j += full) {
      tile<Arch, Height, full, 1>(depth, left, b + j, Width, epilogue, i, j, count);
    }
    if constexpr (rest > 0) {
      constexpr std::size_t j = Width - rest;
      tile<Arch, Height, rest, 1>(depth, left, b + j, Width, epilogue, i, j, count);
    }
  }
}
}  // namespace few_terms_detail

/// Outputs (i, j) = Σₖ a(i, k)·b[k·Width + j] for i < rows, j < Width, handed to the epilogue: the
/// bits of `multiply`. For depth ≤ few_terms.
///
/// Shapes   a: rows × depth,  b: depth × Width.
/// Cost     one pass over the result, and 2·rows·depth·Width FLOPs.
template <std::size_t Width, class Arch, class T, class Epilogue>
KILN_INLINE void multiply_few_terms(std::size_t rows, std::size_t depth, Operand<T> a, const T* b,
                                    const Epilogue& epilogue) {
  // One row at a time for one or two terms: lines that two rows share are then written at once.
  if (depth <= 2) few_terms_detail::in_rows<Arch, 1, Width>(rows, depth, a, b, epilogue);
  else few_terms_detail::in_rows<Arch, 4, Width>(rows, depth, a, b, epilogue);
}

}  // namespace kiln
