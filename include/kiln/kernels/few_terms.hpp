// SPDX-License-Identifier: MIT
#pragma once
// A product of few terms, such as the gradient of a layer's weights over one sample or a few: an
// outer product, or a few of them. Its time is that of writing the result, so that is written row
// by row, from one end to the other. Not here: deep products (matmul.hpp).

#include <cstddef>

#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/simd/strip.hpp>

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

/// One term: the row of b waits in registers.
template <class Arch, std::size_t Width, class T, class Epilogue>
KILN_NOINLINE void one_term(std::size_t rows, Operand<T> a, const T* b, const Epilogue& epilogue) {
  using Strip = simd::Strip<T, Arch, Width>;
  Strip right;
  right.load(b);
  for (std::size_t i = 0; i < rows; ++i) {
    Strip sum;
    sum.fill([&](auto segment, std::size_t column)
                 KILN_INLINE_LAMBDA { return epilogue.start(segment, i, column); });
    sum.add_product(*a.data, right);
    sum.drain([&](auto segment, const auto& total, std::size_t column)
                  KILN_INLINE_LAMBDA { epilogue.finish(segment, total, i, column); });
    a.data += a.row;
  }
}
}  // namespace few_terms_detail

/// Whether `multiply_few_terms` is the faster way to `rows` × Width sums of `depth` terms. For rows
/// of one panel only one term is, 1.2 to 4× while the result fits the first-level cache: what one
/// sample at a time teaches a small net.
template <std::size_t Width, class Arch, class T>
constexpr bool has_few_terms(std::size_t rows, std::size_t depth) {
  if constexpr (Width > Tiling<T, Arch>::panel) return depth <= few_terms;
  else return depth == 1 && rows * Width * sizeof(T) <= 32768;
}

/// Outputs (i, j) = Σₖ a(i, k)·b[k·Width + j] for i < rows, j < Width, handed to the epilogue: the
/// bits of `multiply`. For has_few_terms.
///
/// Shapes   a: rows × depth,  b: depth × Width.
/// Cost     one pass over the result, and 2·rows·depth·Width FLOPs.
template <std::size_t Width, class Arch, class T, class Epilogue>
KILN_INLINE void multiply_few_terms(std::size_t rows, std::size_t depth, Operand<T> a, const T* b,
                                    const Epilogue& epilogue) {
  if constexpr (Width <= Tiling<T, Arch>::panel) {
    few_terms_detail::one_term<Arch, Width>(rows, a, b, epilogue);
  } else if (depth <= 2) {
    // One row at a time: lines that two rows share are then written at once.
    few_terms_detail::in_rows<Arch, 1, Width>(rows, depth, a, b, epilogue);
  } else {
    few_terms_detail::in_rows<Arch, 4, Width>(rows, depth, a, b, epilogue);
  }
}

}  // namespace kiln
