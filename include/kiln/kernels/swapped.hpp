// SPDX-License-Identifier: MIT
#pragma once
// Xᵀ·D for a D of up to 1¼ registers, or for the last columns of a wider one: (Dᵀ·X)ᵀ, since
// columns of X, which are many, fill registers where those of D fill a part, and load each factor
// for four registers. The same sums in the same order. 100 samples of 784 inputs: 1.8× for 8 units,
// 1.7× for 10, 1.2× for 16 (bench/kernels/sweep), more for fewer. Not here: the product itself
// (panels.hpp).

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/known.hpp>
#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/panels.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/simd/strip.hpp>
#include <kiln/simd/transpose.hpp>

namespace kiln {

/// Whether D is so narrow that there are rows for which `multiply_swapped` is the faster way.
template <std::size_t Width, class Arch, class T>
inline constexpr bool may_swap = simd::turns<T, Arch> && 4 * Width <= 5 * simd::lanes<T, Arch>;

/// Whether `multiply_swapped` is the faster way to `rows` × Width sums of `depth` terms: rows that
/// fill a register where those of D do not, or 32 where those do, and terms enough to outweigh
/// turning the result.
template <std::size_t Width, class Arch, class T>
constexpr bool swaps(std::size_t rows, std::size_t depth) {
  constexpr std::size_t lanes = simd::lanes<T, Arch>;
  return may_swap<Width, Arch, T> && rows >= (2 * Width <= lanes ? lanes : 32) &&
         2 * depth >= 5 * Width;
}

namespace swapped_detail {
/// Rows [first, first + Columns) of the result, of which those before `done` are done. x is given
/// from its column `first` on.
template <class Arch, std::size_t Width, std::size_t Columns, class T, class Epilogue>
KILN_NOINLINE void turned_panel(std::size_t first, std::size_t done, std::size_t depth, const T* x,
                                std::size_t x_row, const T* d, std::size_t d_row,
                                const Epilogue& epilogue, std::size_t column) {
  using Strip = simd::Strip<T, Arch, Width>;
  constexpr std::size_t lanes = simd::lanes<T, Arch>, row = Strip::padded;
  alignas(64) T sums[Width * Columns];  // [unit][input]
  alignas(64) T turned[lanes * row];    // some inputs, [input][unit]
  if constexpr (Width < row) {
    // The epilogue computes with what lies beyond the units; the stack may hold NaN there.
    for (std::size_t r = 0; r < lanes; ++r) {
      for (std::size_t j = Width; j < row; ++j) turned[r * row + j] = T(0);
    }
  }
  Strip strip;
  bool zeros = false;
  if constexpr (requires { epilogue.begins_with_zeros(); }) zeros = epilogue.begins_with_zeros();
  for (std::size_t i = 0; !zeros && i < Columns; i += lanes) {
    for (std::size_t r = 0; r < lanes; ++r) {
      strip.fill([&](auto segment, std::size_t j) KILN_INLINE_LAMBDA {
        return epilogue.start(segment, first + i + r, column + j);
      });
      strip.store_padded(turned + r * row);
    }
    simd::transpose<Arch>(lanes, Width, turned, row, sums + i, Columns);
  }
  const Store<T> store{sums, Columns, zeros ? nullptr : sums, Columns};
  const Transposed<T> left = transposed(d, d_row);
  constexpr std::size_t height = Tiling<T, Arch>::least_rows(Columns / lanes, 1);
  if constexpr (Width <= height) {
    tile<Arch, height, Columns, 1, Right::distant>(depth, left, x, x_row, store, 0, 0, Width);
  } else {
    multiply_panel<Arch, Columns, 1>(known<Width>, depth, left, x, x_row, store, 0);
  }
  for (std::size_t i = 0; i < Columns; i += lanes) {
    simd::transpose<Arch>(Width, lanes, sums + i, Columns, turned, row);
    for (std::size_t r = first + i < done ? done - first - i : 0; r < lanes; ++r) {
      strip.load_padded(turned + r * row);
      strip.drain([&](auto segment, const auto& sum, std::size_t j) KILN_INLINE_LAMBDA {
        epilogue.finish(segment, sum, first + i + r, column + j);
      });
    }
  }
}
}  // namespace swapped_detail

/// Outputs (i, j) = Σₖ x[k·x_row + i]·d[k·Width + j] for i < rows, j < Width, handed to the
/// epilogue: the bits of `multiply`. For `swaps`.
///
/// Shapes   x: depth × rows,  d: depth × Width.
/// Cost     2·rows·depth·Width FLOPs, and up to 40 KiB of stack.
template <std::size_t Width, class Arch, class T, class Epilogue>
KILN_INLINE void multiply_swapped(std::size_t rows, std::size_t depth, const T* x,
                                  std::size_t x_row, const T* d, const Epilogue& epilogue) {
  constexpr std::size_t least = simd::lanes<T, Arch>, full = Tiling<T, Arch>::panel;
  // The greatest panel that what is left fills, or nearly: it overlaps the one before then. A few
  // rows are less work as they are (33 rows of 16 columns: 1.3×). A register of rows and few
  // columns are so few sums that each waits for itself: there two registers take as long.
  constexpr bool narrow = 4 * Width <= 3 * least;
  constexpr std::size_t full_from = (narrow || full == 2 * least ? 3 * full / 4 : 7 * full / 8) + 1;
  constexpr std::size_t half_from = narrow ? least + 1 : 7 * full / 16 + 1;
  for (std::size_t i = 0; i < rows;) {
    const auto panel = [&]<std::size_t Columns>(std::integral_constant<std::size_t, Columns>)
                           KILN_INLINE_LAMBDA {
                             const std::size_t at = std::min(i, rows - Columns);
                             swapped_detail::turned_panel<Arch, Width, Columns>(
                                 at, i, depth, x + at, x_row, d, Width, epilogue, 0);
                             return i + Columns;
                           };
    const std::size_t left = rows - i;
    if (2 * left <= least) {
      const Epilogue rest = epilogue.from(i, 0);
      return multiply_panel<Arch, Width, 1>(left, depth, transposed(x + i, x_row), d, Width, rest,
                                            0);
    }
    if (left >= full_from && rows >= full) {
      i = panel(std::integral_constant<std::size_t, full>{});
    } else if (left >= half_from && rows >= full / 2) {
      i = panel(std::integral_constant<std::size_t, full / 2>{});
    } else {
      i = panel(std::integral_constant<std::size_t, least>{});
    }
  }
}

/// The last Columns columns, from `column` on, of such a product where d's rows are d_row long; d
/// is given from the first of them on. So few cost what any panel costs: all panels are whole.
/// Requires rows ≥ a panel's columns.
///
/// Cost     2·rows·depth·Columns FLOPs, and up to 8 KiB of stack for one or two columns, 40 for
/// more.
template <std::size_t Columns, class Arch, class T, class Epilogue>
KILN_INLINE void multiply_swapped_edge(std::size_t rows, std::size_t depth, const T* x,
                                       std::size_t x_row, const T* d, std::size_t d_row,
                                       const Epilogue& epilogue, std::size_t column) {
  constexpr std::size_t full = Tiling<T, Arch>::panel;
  for (std::size_t i = 0; i < rows; i += full) {
    const std::size_t at = std::min(i, rows - full);
    swapped_detail::turned_panel<Arch, Columns, full>(at, i, depth, x + at, x_row, d, d_row,
                                                      epilogue, column);
  }
}

}  // namespace kiln
