// SPDX-License-Identifier: MIT
#pragma once
// The inner loop of every product: a tile of outputs that stays in registers while the sums run
// along the depth. Each row of the right operand is loaded once for all rows of the tile.
// Not here: which tiles cover a panel (panels.hpp, even_tiles.hpp).

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

#include <kiln/kernels/chains.hpp>
#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/operand.hpp>
#include <kiln/simd/strip.hpp>

namespace kiln {

/// How tiles of `T` are cut for `Arch`.
template <class T, class Arch>
struct Tiling {
  static constexpr std::size_t registers = simd::register_count<Arch>;  ///< there are
  /// Columns of a tile. AVX-512: 4 registers; 16-register sets: 2, which leaves room for 6 rows.
  static constexpr std::size_t panel = (registers == 32 ? 4 : 2) * simd::lanes<T, Arch>;
  /// Columns of a tile of one row, where only the number of independent sums matters.
  static constexpr std::size_t row_panel = 8 * simd::lanes<T, Arch>;

  /// Rows of a tile: as many as leave registers for one row of the right operand and one factor.
  static constexpr std::size_t rows(std::size_t strip_registers, std::size_t chains) {
    const std::size_t usable = registers == 32 ? 30 : 16;
    const std::size_t free = usable > strip_registers + 1 ? usable - strip_registers - 1 : 1;
    return std::clamp<std::size_t>(free / (strip_registers * chains), 1, 8);
  }
  /// The least rows of a tile whose sums hide the latency of an fma (4 cycles, two at once): with
  /// fewer rows a tile takes as long.
  static constexpr std::size_t least_rows(std::size_t strip_registers, std::size_t chains) {
    const std::size_t sums = strip_registers * chains;
    return std::min(rows(strip_registers, chains), (8 + sums - 1) / sums);
  }
};

/// Columns of the panel behind the whole ones of `Full`, where `Width` columns are cut into panels:
/// fewer, 0 where there is none, or up to `Joined` more, since a panel of one register alone would
/// read the left operand again for little (17 rows of 65 columns: 1.15×, bench/kernels/sweep).
template <std::size_t Width, std::size_t Full, std::size_t Joined = 0>
inline constexpr std::size_t last_panel =
    Width > Full&& Width % Full <= Joined&& Width % Full > 0 ? Full + Width % Full : Width % Full;

/// Columns of the widest of those panels.
template <std::size_t Width, std::size_t Full, std::size_t Joined = 0>
inline constexpr std::size_t widest_panel = std::max(last_panel<Width, Full, Joined>,
                                                     std::min(Width, Full));

/// Calls f(columns of a panel, its first column), the former an integral_constant, for all of them.
template <std::size_t Width, std::size_t Full, std::size_t Joined = 0, class F>
KILN_INLINE constexpr void for_each_panel(const F& f) {
  constexpr std::size_t last = last_panel<Width, Full, Joined>, begin = Width - last;
  if constexpr (begin > 0) {
    for (std::size_t j = 0; j < begin; j += Full) {
      f(std::integral_constant<std::size_t, Full>{}, j);
    }
  }
  if constexpr (last > 0) f(std::integral_constant<std::size_t, last>{}, begin);
}

/// The heights of tiles: the greatest, about half of it, the least that is worth its time. One
/// register's last tile may be higher, or a few rows more would take as long as eight: 10
/// rows up to 1.5×, 17 rows up to 1.2×, where tiles of 12 everywhere gain nothing
/// (bench/kernels/sweep).
template <class T, class Arch, std::size_t Width, std::size_t Chains>
struct TileHeights {
  static constexpr std::size_t registers = simd::Strip<T, Arch, Width>::registers;
  static constexpr std::size_t most = Tiling<T, Arch>::rows(registers, Chains);
  static constexpr std::size_t least = Tiling<T, Arch>::least_rows(registers, Chains);
  static constexpr std::size_t middle = std::max(least, (most + 1) / 2);
  static constexpr std::size_t last = registers == 1 && Chains == 1 ? 12 : most;
};

/// How a tile reads the rows of its right operand.
enum class Right {
  cached,   ///< as they are, from a near cache
  distant,  ///< as they are, asking for them ahead of time
  packing,  ///< the same, and leaves them packed for the tiles that follow
  packed,   ///< one after the other, each padded to whole registers (Strip::padded)
};

/// Outputs (i, j) for i in [at_row, at_row + count), j in [at_column, at_column + Width):
/// Σₖ a(i, k)·b(k, j), with a and b given from the tile's first row and column on. A tile of fewer
/// rows than Height computes its last row several times. `packed` is written by Right::packing.
template <class Arch, std::size_t Height, std::size_t Width, std::size_t Chains,
          Right Source = Right::cached, class Left, class T, class Epilogue>
KILN_INLINE void tile(std::size_t depth, Left a, const T* b, std::size_t b_row,
                      const Epilogue& epilogue, std::size_t at_row, std::size_t at_column,
                      std::size_t count = Height, [[maybe_unused]] T* packed = nullptr) {
  using Strip = simd::Strip<T, Arch, Width>;
  std::array<std::array<Strip, Chains>, Height> sum;
  std::array<std::size_t, Height> row_of, offset;
  // With constant places from here on: 1.1× for 8 terms, where a tile is soon done.
  const auto outputs = epilogue.from(at_row, at_column);
  static_assert(std::is_same_v<decltype(outputs), const Epilogue>,
                "an epilogue's `from` must give the epilogue's own type");
  KILN_UNROLL
  for (std::size_t r = 0; r < Height; ++r) {
    row_of[r] = r < count ? r : count - 1;
    offset[r] = row_of[r] * a.row;
    sum[r][0].fill([&](auto segment, std::size_t column)
                       KILN_INLINE_LAMBDA { return outputs.start(segment, row_of[r], column); });
    KILN_UNROLL
    for (std::size_t c = 1; c < Chains; ++c) {
      sum[r][c].fill([](auto segment, std::size_t)
                         KILN_INLINE_LAMBDA { return typename decltype(segment)::Vector(T(0)); });
    }
  }
  // Of few terms the next tile's. Eight rows, not twelve: where rows are 4 KiB long all fall into
  // one set of the cache, and pushed each other out (1.1 to 1.4× at 1,024 columns,
  // bench/kernels/sweep).
  [[maybe_unused]] const std::size_t ahead = (depth > 16 ? 8 * b_row : Width) * sizeof(T);
  const auto add_term = [&](std::size_t c) KILN_INLINE_LAMBDA {
    Strip row;
    if constexpr (Source == Right::packed) row.load_padded(b);
    else row.load(b);
    if constexpr (Source == Right::distant || Source == Right::packing) {
      simd::prefetch<Width * sizeof(T)>(b, ahead);
    }
    if constexpr (Source == Right::packing) {
      row.store_padded(packed);
      packed += Strip::padded;
    }
    if constexpr (Height > 1) row.keep();
    KILN_UNROLL
    for (std::size_t r = 0; r < Height; ++r) sum[r][c].add_product(a.data[offset[r]], row);
    a.data += a.step;
    b += b_row;
    simd::hide(a.data);  // or g++ compiles everything twice, once for step = 1
  };
  std::size_t k = 0;
  for (; k + Chains <= depth; k += Chains) {
    KILN_UNROLL
    for (std::size_t c = 0; c < Chains; ++c) add_term(c);
  }
  KILN_UNROLL
  for (std::size_t c = 0; c + 1 < Chains; ++c) {
    if (k + c < depth) add_term(c);
  }
  KILN_UNROLL
  for (std::size_t r = 0; r < Height; ++r) {
    join(sum[r]);
    if (r >= count) continue;
    sum[r][0].drain([&](auto segment, const auto& total, std::size_t column)
                        KILN_INLINE_LAMBDA { outputs.finish(segment, total, r, column); });
  }
}

/// A tile, after asking for what its epilogue reads or writes if `ask`.
template <class Arch, std::size_t Height, std::size_t Width, std::size_t Chains, Right Source,
          class Left, class T, class Epilogue>
KILN_INLINE void asking_tile(bool ask, std::size_t depth, Left a, const T* b, std::size_t b_row,
                             const Epilogue& epilogue, std::size_t row, std::size_t column,
                             std::size_t count = Height, T* packed = nullptr) {
  if (ask) prefetch<Width>(epilogue, row, column, count);
  tile<Arch, Height, Width, Chains, Source>(depth, a, b, b_row, epilogue, row, column, count,
                                            packed);
}

}  // namespace kiln
