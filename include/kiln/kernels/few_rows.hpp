// SPDX-License-Identifier: MIT
#pragma once
// A product of two to eight rows: one tile holds them all, and its panels are as wide as the
// registers allow, so that the right operand is read once and few tiles begin and end. Two rows
// with AVX2 1.5 to 2.5×, three and four 1.05 to 2×; with AVX-512 three to eight 1.05 to 1.4×
// (bench/kernels/sweep). Not here: one row (matvec.hpp), more rows (panels.hpp).

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include <kiln/kernels/few_terms.hpp>
#include <kiln/kernels/known.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/simd/arch.hpp>
#include <kiln/simd/compiler.hpp>

namespace kiln {

namespace few_rows_detail {
/// Columns of a panel for `Rows` rows: as many registers as fit beside their factor (twice an
/// ordinary panel's at most), evened out over all panels.
template <std::size_t Width, std::size_t Rows, class Arch, class T>
inline constexpr std::size_t panel = [] {
  constexpr std::size_t lanes = simd::lanes<T, Arch>, all = (Width + lanes - 1) / lanes;
  constexpr std::size_t most =
      std::min((simd::register_count<Arch> - 1) / (Rows + 1), 2 * Tiling<T, Arch>::panel / lanes);
  constexpr std::size_t count = (all + most - 1) / most;
  return (all + count - 1) / count * lanes;
}();

/// `rows` of up to `Rows` rows, which a tile knows best as a compile-time number.
template <std::size_t Width, std::size_t Rows, class Arch, class Count, class Left, class T,
          class Epilogue>
KILN_NOINLINE void in_one_tile(Count rows, std::size_t depth, Left a, const T* b,
                               const Epilogue& epilogue) {
  for_each_panel<Width, panel<Width, Rows, Arch, T>>(
      [&]<std::size_t Panel>(std::integral_constant<std::size_t, Panel>,
                             std::size_t j) KILN_INLINE_LAMBDA {
        tile<Arch, Rows, Panel, 1, Right::distant>(depth, a, b + j, Width, epilogue, 0, j, rows);
      });
}
}  // namespace few_rows_detail

/// The most rows that any `has_few_rows` takes.
inline constexpr std::size_t most_few_rows = 8;

/// Whether `multiply_few_rows` is the faster way: two rows of more than a panel, or three to eight
/// (of 16 registers three and four) of more than a panel that a rest has joined. Six have ordinary
/// panels; more than four of few terms are written one after the other (few_terms.hpp).
template <std::size_t Width, class Arch, class T>
constexpr bool has_few_rows(std::size_t rows, std::size_t depth) {
  constexpr std::size_t one = Tiling<T, Arch>::panel;
  if (rows == 2) return Width > one;
  if (rows < 2 || rows > most_few_rows || Width <= one + simd::lanes<T, Arch>) return false;
  if (rows <= 4) return true;
  return simd::register_count<Arch> >= 32 && rows != 6 && !has_few_terms<Width, Arch, T>(depth);
}

/// Outputs (i, j) = Σₖ a(i, k)·b[k·Width + j] for i < rows, j < Width, handed to the epilogue: the
/// bits of `multiply`. For has_few_rows.
///
/// Shapes   a: rows × depth,  b: depth × Width.
/// Cost     2·rows·depth·Width FLOPs, and one pass over b.
template <std::size_t Width, class Arch, class Left, class T, class Epilogue>
KILN_INLINE void multiply_few_rows(std::size_t rows, std::size_t depth, Left a, const T* b,
                                   const Epilogue& epilogue) {
  using namespace few_rows_detail;
  constexpr std::size_t not_few = fitting_terms<Width, Arch, T> + 1;
  if (rows == 2) return in_one_tile<Width, 2, Arch>(known<2>, depth, a, b, epilogue);
  if constexpr (has_few_rows<Width, Arch, T>(3, not_few)) {
    if (rows == 3) return in_one_tile<Width, 3, Arch>(known<3>, depth, a, b, epilogue);
    if (rows == 4) return in_one_tile<Width, 4, Arch>(known<4>, depth, a, b, epilogue);
  }
  if constexpr (has_few_rows<Width, Arch, T>(8, not_few)) {
    if (rows == 5) return in_one_tile<Width, 5, Arch>(known<5>, depth, a, b, epilogue);
    return in_one_tile<Width, 8, Arch>(rows, depth, a, b, epilogue);
  }
}

}  // namespace kiln
