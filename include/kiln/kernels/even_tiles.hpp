// SPDX-License-Identifier: MIT
#pragma once
// Few rows of a panel of columns: tiles of nearly one height, so that no rest of two or three rows
// takes as long as a whole tile, and each reads the right operand where it is. Not here: when that
// pays (panels.hpp).

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/simd/compiler.hpp>

namespace kiln {

namespace even_tiles_detail {
/// One tile of rows [row, row + count), a given from the first of them on.
template <class Arch, std::size_t Width, std::size_t Height, class Left, class T, class Epilogue>
KILN_NOINLINE void far_tile(std::size_t depth, Left a, const T* b, std::size_t b_row,
                            const Epilogue& epilogue, std::size_t row, std::size_t column,
                            std::size_t count, bool ask) {
  asking_tile<Arch, Height, Width, 1, Right::distant>(ask, depth, a, b, b_row, epilogue, row,
                                                      column, count);
}

/// The same for up to `Height` rows in one tile, which reads b once: 1.4 to 2.3× over two or three
/// tiles where b is far (bench/kernels/sweep). A few rows fewer are another tile. There are `Least`
/// rows at least and `Most` at most.
template <class Arch, std::size_t Width, std::size_t Height, std::size_t Least, std::size_t Most,
          class Left, class T, class Epilogue>
KILN_INLINE void cover_once(std::size_t rows, std::size_t depth, Left a, const T* b,
                            std::size_t b_row, const Epilogue& epilogue, std::size_t row,
                            std::size_t column, bool ask) {
  using H = TileHeights<T, Arch, Width, 1>;
  // Other epilogues are those of weights' gradients, which rarely have so few rows.
  constexpr bool store = std::is_same_v<Epilogue, Store<T>>;
  constexpr std::size_t step =
      store ? (Height > H::most ? 2 : (4 + H::registers - 1) / H::registers) : H::most;
  if constexpr (Height > H::least) {
    constexpr std::size_t next = std::max(H::least, Height > step ? Height - step : 1);
    if constexpr (Least <= next) {
      if (rows <= next) {
        return cover_once<Arch, Width, next, Least, Most>(rows, depth, a, b, b_row, epilogue, row,
                                                          column, ask);
      }
    }
    if constexpr (Most <= next) return;  // all have gone there
  }
  far_tile<Arch, Width, Height>(depth, a, b, b_row, epilogue, row, column, rows, ask);
}

/// The least and the greatest height of even tiles of up to `highest` rows.
template <class Rows>
consteval std::array<std::size_t, 2> even_heights(std::size_t highest) {
  if constexpr (std::is_integral_v<Rows>) {
    return {1, highest};
  } else {
    static_assert(Rows::value > 0, "a product of no rows is none");
    const std::size_t tiles = (Rows::value + highest - 1) / highest;
    return {Rows::value / tiles, (Rows::value + tiles - 1) / tiles};
  }
}
}  // namespace even_tiles_detail

/// The outputs of multiply_panel (panels.hpp) for few rows, from b where it is, in tiles of nearly
/// one height.
///
/// Cost     2·rows·depth·Width FLOPs.
/// Rows     std::size_t, or Known, which leaves out heights that so many rows do not have.
template <class Arch, std::size_t Width, class Rows, class Left, class T, class Epilogue>
KILN_INLINE void multiply_in_even_tiles(Rows rows, std::size_t depth, Left a, const T* b,
                                        std::size_t b_row, const Epilogue& epilogue,
                                        std::size_t column) {
  using namespace even_tiles_detail;
  constexpr std::size_t highest = TileHeights<T, Arch, Width, 1>::last;
  constexpr auto heights = even_heights<Rows>(highest);
  const bool ask = is_distant(epilogue, rows, depth);
  for (std::size_t i = 0, left = (rows + highest - 1) / highest; left > 0; --left) {
    const std::size_t count = (rows - i + left - 1) / left;
    cover_once<Arch, Width, highest, heights[0], heights[1]>(count, depth, a.from(i, 0), b, b_row,
                                                             epilogue, i, column, ask);
    i += count;
  }
}

}  // namespace kiln
