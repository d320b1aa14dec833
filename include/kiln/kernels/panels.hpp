// SPDX-License-Identifier: MIT
#pragma once
// One panel of neighbouring columns of a product: all rows, tile by tile, and how the tiles read
// the right operand: where it is, packed by the first tile that reads it, or turned. Not here: few
// rows (even_tiles.hpp), how many panels there are, and what needs none (matmul.hpp).
// Source: Goto, van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3),
// 2008. Packing and ends of one register: 1.2 to 2× (bench/kernels/sweep).

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <type_traits>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/even_tiles.hpp>
#include <kiln/kernels/known.hpp>
#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/parts.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/simd/strip.hpp>
#include <kiln/simd/transpose.hpp>

namespace kiln {

namespace panels_detail {
/// Rows [i, rows) of columns [column, column + Width); b is given from its first column on.
template <class Arch, std::size_t Width, std::size_t Chains, Right Source, class Left, class T,
          class Epilogue>
KILN_NOINLINE void cover(std::size_t i, std::size_t rows, std::size_t depth, Left a, const T* b,
                         std::size_t b_row, const Epilogue& epilogue, std::size_t column) {
  using H = TileHeights<T, Arch, Width, Chains>;
  constexpr std::size_t most = H::most, middle = H::middle, least = H::least;
  const bool ask = is_distant(epilogue, rows, depth);
  for (; i + most <= rows; i += most) {
    if constexpr (H::last > most) {
      if (i + most < rows && i + H::last >= rows) break;
    }
    asking_tile<Arch, most, Width, Chains, Source>(ask, depth, a.from(i, 0), b, b_row, epilogue, i,
                                                   column);
  }
  if constexpr (H::last > most) {
    if (i + most < rows) {
      return asking_tile<Arch, H::last, Width, Chains, Source>(ask, depth, a.from(i, 0), b, b_row,
                                                               epilogue, i, column, rows - i);
    }
  }
  if constexpr (middle > least && middle < most) {
    if (rows - i > least && ((rows - i) % least != 0 || middle >= 2 * least)) {
      asking_tile<Arch, middle, Width, Chains, Source>(ask, depth, a.from(i, 0), b, b_row, epilogue,
                                                       i, column, std::min(rows - i, middle));
      i += middle;
    }
  }
  for (; i < rows; i += least) {
    asking_tile<Arch, least, Width, Chains, Source>(ask, depth, a.from(i, 0), b, b_row, epilogue, i,
                                                    column, rows - i < least ? rows - i : least);
  }
}

/// Memory for a panel of the right operand, its rows padded to whole registers: it stays in the
/// first-level cache, without the gaps of a wide matrix, whose rows may all fall into one set.
template <class T, class Arch, std::size_t Width>
struct Packed {
  static constexpr std::size_t row = simd::Strip<T, Arch, Width>::padded;  ///< elements
  static constexpr std::size_t capacity = 32768 / sizeof(T) / row;         ///< rows

  alignas(64) T data[capacity * row];
};

/// The first rows of columns [column, column + Width), packing b.
template <class Arch, std::size_t Width, std::size_t Chains, class Left, class T, class Epilogue>
KILN_NOINLINE void cover_packing(std::size_t depth, Left a, const T* b, std::size_t b_row,
                                 const Epilogue& epilogue, std::size_t column, T* packed,
                                 bool ask) {
  constexpr std::size_t most = TileHeights<T, Arch, Width, Chains>::most;
  asking_tile<Arch, most, Width, Chains, Right::packing>(ask, depth, a, b, b_row, epilogue, 0,
                                                         column, most, packed);
}

/// One block of the depth, packed for all rows. Requires depth ≤ the capacity, rows ≥ a tile's.
template <class Arch, std::size_t Width, std::size_t Chains = 1, class Left, class T,
          class Epilogue>
KILN_INLINE void block(std::size_t rows, std::size_t depth, Left a, const T* b, std::size_t b_row,
                       const Epilogue& epilogue, std::size_t column,
                       Packed<T, Arch, Width>& packed) {
  cover_packing<Arch, Width, Chains>(depth, a, b, b_row, epilogue, column, packed.data,
                                     is_distant(epilogue, rows, depth));
  cover<Arch, Width, Chains, Right::packed>(TileHeights<T, Arch, Width, Chains>::most, rows, depth,
                                            a, packed.data, packed.row, epilogue, column);
}

/// The product block by block along the depth, the sums of all but the last block waiting in y.
template <class Arch, std::size_t Width, bool Transposed, class Left, class T>
KILN_NOINLINE void blocks(std::size_t rows, std::size_t depth, Left a, const T* b,
                          std::size_t b_row, Store<T> store, std::size_t column) {
  Packed<T, Arch, Width> packed;
  constexpr std::size_t most = packed.capacity;
  const std::size_t count = depth > most ? (depth + most - 1) / most : 1;
  const std::size_t length = (depth + count - 1) / count;
  if constexpr (Transposed && Width < packed.row) {
    // Read and multiplied with the rest: what is left on the stack may be denormal, and slow.
    for (std::size_t k = 0; k < length; ++k) {
      for (std::size_t j = Width; j < packed.row; ++j) packed.data[k * packed.row + j] = T(0);
    }
  }
  std::size_t k = 0;
  do {  // once without terms, too: the sums are what they begin with
    const std::size_t terms = depth - k < length ? depth - k : length;
    if constexpr (Transposed) {
      simd::transpose<Arch>(Width, terms, b + k, b_row, packed.data, packed.row);
      cover<Arch, Width, 1, Right::packed>(0, rows, terms, a.from(0, k), packed.data, packed.row,
                                           store, column);
    } else {
      block<Arch, Width>(rows, terms, a.from(0, k), b + k * b_row, b_row, store, column, packed);
    }
    store.first = store.y;
    store.first_row = store.y_row;
    k += length;
  } while (k < depth);
}

/// The product in one block.
template <class Arch, std::size_t Width, std::size_t Chains = 1, class Left, class T,
          class Epilogue>
KILN_NOINLINE void one_block(std::size_t rows, std::size_t depth, Left a, const T* b,
                             std::size_t b_row, const Epilogue& epilogue, std::size_t column) {
  Packed<T, Arch, Width> packed;
  block<Arch, Width, Chains>(rows, depth, a, b, b_row, epilogue, column, packed);
}

/// Whether the rows of a matrix of `Width` columns begin anywhere in a line, so that many a load
/// needs two lines. Of a panel of a wider matrix it says too little, which costs nothing.
template <std::size_t Width, class T>
inline constexpr bool crosses_lines = 64 % (Width * sizeof(T)) != 0 && Width * sizeof(T) % 64 != 0;

/// Up to how many rows of deep sums b is read where it is, whatever the height of its tiles: as
/// many as three tiles of four registers have. Tiles of five registers are low: 17 rows 1.05
/// to 1.2×.
inline constexpr std::size_t rows_in_place = 18;

/// Whether so few rows, in tiles of up to `most` and of nearly one height, read b where it is
/// rather than packed: up to 1.2× (bench/kernels/sweep) where all of b stays in the second-level
/// cache. Low tiles lose as much by walking again through factors that lie apart.
template <class Arch, class Left, class T>
constexpr bool in_place(std::size_t rows, std::size_t depth, std::size_t b_row, std::size_t most) {
  const std::size_t few =
      depth > 64 ? std::max(3 * most, rows_in_place) : (depth > 16 ? 3 : 2) * most;
  return rows <= few && depth * b_row * sizeof(T) <= 1 << 20 &&
         (Left::terms_touch || simd::register_count<Arch> >= 32);
}

/// An epilogue that takes finished sums only: they are collected for some rows, block by block.
/// Requires rows ≥ a tile's.
template <class Arch, std::size_t Width, class Left, class T, class Epilogue>
KILN_NOINLINE void in_parts(std::size_t rows, std::size_t depth, Left a, const T* b,
                            std::size_t b_row, const Epilogue& epilogue, std::size_t column) {
  using Strip = simd::Strip<T, Arch, Width>;
  constexpr std::size_t most = 64, row = Strip::padded;
  static_assert(most / 2 >= TileHeights<T, Arch, Width, 1>::most, "a part is a tile at least");
  alignas(64) T sums[most * row];
  for_each_part(rows, most, [&](std::size_t i, std::size_t count) {
    Strip strip;
    for (std::size_t r = 0; r < count; ++r) {
      strip.fill([&](auto segment, std::size_t j)
                     KILN_INLINE_LAMBDA { return epilogue.start(segment, i + r, column + j); });
      strip.store_padded(sums + r * row);
    }
    blocks<Arch, Width, false>(count, depth, a.from(i, 0), b, b_row, Store<T>{sums, row, sums, row},
                               0);
    for (std::size_t r = 0; r < count; ++r) {
      strip.load_padded(sums + r * row);
      strip.drain([&](auto segment, const auto& sum, std::size_t j)
                      KILN_INLINE_LAMBDA { epilogue.finish(segment, sum, i + r, column + j); });
    }
  });
}
}  // namespace panels_detail

/// From how many rows on tiles read a packed panel, whatever its columns.
inline constexpr std::size_t many_rows = 32;

/// Up to how many terms a panel of `Width` columns is packed in one block.
template <class T, class Arch, std::size_t Width>
inline constexpr std::size_t one_block_terms = panels_detail::Packed<T, Arch, Width>::capacity;

/// Columns [column, column + Width) of the outputs (i, j) = Σₖ a(i, k)·b(k, j), i < rows, handed to
/// the epilogue; b is given from its first column on, a row of it b_row elements after another.
///
/// Cost     2·rows·depth·Width FLOPs, and up to 53 KiB of stack.
/// Rows     std::size_t, or Known, which leaves out ways that so many rows cannot go.
template <class Arch, std::size_t Width, std::size_t Chains, class Rows, class Left, class T,
          class Epilogue>
KILN_INLINE void multiply_panel(Rows rows, std::size_t depth, Left a, const T* b, std::size_t b_row,
                                const Epilogue& epilogue, std::size_t column) {
  using namespace panels_detail;
  using H = TileHeights<T, Arch, Width, Chains>;
  constexpr std::size_t most = H::most;
  if constexpr (Chains > 1) {
    if constexpr (crosses_lines<Width, T>) {
      if (rows >= 3 * most && depth <= one_block_terms<T, Arch, Width>) {
        return one_block<Arch, Width, Chains>(rows, depth, a, b, b_row, epilogue, column);
      }
    }
    cover<Arch, Width, Chains, Right::cached>(0, rows, depth, a, b, b_row, epilogue, column);
  } else {
    constexpr bool store = std::is_same_v<Epilogue, Store<T>>;
    constexpr Holds low = holds<Rows>([](std::size_t count) { return count <= H::last; });
    constexpr Holds few = holds<Rows>([](std::size_t count) {
      return count <= H::last || (store && count <= std::max(3 * most, rows_in_place));
    });
    if constexpr (few != Holds::never) {
      if (rows <= H::last || (store && in_place<Arch, Left, T>(rows, depth, b_row, most))) {
        return multiply_in_even_tiles<Arch, Width>(rows, depth, a, b, b_row, epilogue, column);
      }
    }
    if constexpr (low != Holds::always) {
      if constexpr (store) {
        blocks<Arch, Width, false>(rows, depth, a, b, b_row, epilogue, column);
      } else if (depth <= one_block_terms<T, Arch, Width>) {
        one_block<Arch, Width>(rows, depth, a, b, b_row, epilogue, column);
      } else {
        in_parts<Arch, Width>(rows, depth, a, b, b_row, epilogue, column);
      }
    }
  }
}

/// The same for `many_rows` rows or more and, with an epilogue other than Store, `one_block_terms`
/// terms or fewer: without the code for others.
template <class Arch, std::size_t Width, class Left, class T, class Epilogue>
KILN_INLINE void multiply_panel_of_many(std::size_t rows, std::size_t depth, Left a, const T* b,
                                        std::size_t b_row, const Epilogue& epilogue,
                                        std::size_t column) {
  using namespace panels_detail;
  static_assert(many_rows > std::max(3 * TileHeights<T, Arch, Width, 1>::most, rows_in_place),
                "they are not read in place");
  if constexpr (std::is_same_v<Epilogue, Store<T>>) {
    blocks<Arch, Width, false>(rows, depth, a, b, b_row, epilogue, column);
  } else {
    [[maybe_unused]] constexpr std::size_t most = one_block_terms<T, Arch, Width>;
    assert(depth <= most && "more terms than a block packs");
    one_block<Arch, Width>(rows, depth, a, b, b_row, epilogue, column);
  }
}

/// `Width` columns of the outputs (i, j) = Σₖ a(i, k)·b(k, j), i < rows, handed to the epilogue,
/// where b is packed already: row after row, each padded to whole registers (Strip::padded).
///
/// Cost     2·rows·depth·Width FLOPs.
template <class Arch, std::size_t Width, class Left, class T, class Epilogue>
KILN_INLINE void multiply_packed_panel(std::size_t rows, std::size_t depth, Left a, const T* packed,
                                       const Epilogue& epilogue) {
  panels_detail::cover<Arch, Width, 1, Right::packed>(
      0, rows, depth, a, packed, simd::Strip<T, Arch, Width>::padded, epilogue, 0);
}

/// The same columns of y = D·Wᵀ: w is given from the row on that becomes the first of them.
///
/// Cost     2·rows·depth·Width FLOPs, and 32 KiB of stack.
template <class Arch, std::size_t Width, class T>
KILN_INLINE void multiply_panel_by_transposed(std::size_t rows, std::size_t depth, const T* d,
                                              const T* w, const Store<T>& store,
                                              std::size_t column) {
  panels_detail::blocks<Arch, Width, true>(rows, depth, straight(d, depth), w, depth, store,
                                           column);
}

}  // namespace kiln
