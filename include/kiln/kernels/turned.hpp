// SPDX-License-Identifier: MIT
#pragma once
// D·Wᵀ for a few rows of D: W is turned in registers, as many of its rows as a register has lanes
// and four columns at a time, and multiplied from there: nothing but the result is written. 1.3 to
// 2.3× over turning it into memory first (bench/kernels/sweep). Not here: more rows, for which W is
// packed (matmul.hpp).

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <kiln/simd/strip.hpp>
#include <kiln/simd/transpose.hpp>

namespace kiln {

/// Up to how many rows of D this is the faster way: beyond, packing W costs less than it saves.
inline constexpr std::size_t turned_rows = 8;

/// Products of `Height` rows of D, with W turned in registers of `Arch`. `Unit` is the translation
/// unit's own set, of which `Arch` may be a half: two units whose halves are one set must not share
/// this code. Requires depth ≥ 4, width ≥ `lanes`.
template <class T, class Arch, std::size_t Height, class Unit = Arch>
class Turned {
  using V = simd::Lanes<T, Arch>;
  using Segment = simd::Segment<T, Arch, simd::lanes<T, Arch>>;

 public:
  static constexpr std::size_t lanes = simd::lanes<T, Arch>;  ///< rows of W at once

  /// y[i·width + j] = Σₖ d(i, k)·w[j·depth + k] for i < Height, j < width.
  static KILN_NOINLINE void multiply(std::size_t depth, std::size_t width, const T* d, const T* w,
                                     T* y) {
    for (std::size_t j = 0; j < width; j += lanes) {
      const std::size_t at = std::min(j, width - lanes);  // the last overlaps its neighbour
      std::array<V, Height> sum;
      sum.fill(V(T(0)));
      add(depth, d, depth, w + at * depth, depth, sum);
      KILN_UNROLL
      for (std::size_t r = 0; r < Height; ++r) Segment::store(y + r * width + at, sum[r]);
    }
  }

  /// sum[r] += Σₖ d[r·d_row + k]·(column k of `lanes` rows of w, w_row from one to the next).
  static KILN_INLINE void add(std::size_t depth, const T* d, std::size_t d_row, const T* w,
                              std::size_t w_row, std::array<V, Height>& sum) {
    const T *low = d, *high = d + (Height > 4 ? 4 * d_row : 0);
    const auto add_columns = [&](std::size_t k, std::size_t skipped) KILN_INLINE_LAMBDA {
      const auto columns = simd::columns<Arch>(w + k, w_row);
      KILN_UNROLL
      for (std::size_t c = 0; c < 4; ++c) {
        if (c < skipped) continue;
        KILN_UNROLL
        for (std::size_t r = 0; r < Height; ++r) {
          const T* const from = r < 4 ? low + r * d_row : high + (r - 4) * d_row;
          sum[r] = simd::fma(V(from[c]), columns[c], sum[r]);
        }
      }
      low += 4;
      high += 4;
      simd::hide(low);  // or g++ keeps a pointer for each row, more than there are registers
      simd::hide(high);
    };
    const std::size_t whole = depth / 4 * 4;
    for (std::size_t k = 0; k < whole; k += 4) add_columns(k, 0);
    if (whole == depth) return;
    low -= whole + 4 - depth;
    high -= whole + 4 - depth;
    add_columns(depth - 4, whole + 4 - depth);
  }
};

namespace turned_detail {
/// The instruction set whose registers turn `Width` rows of W; void where none does.
template <class T, class Arch, std::size_t Width, bool = (Width >= simd::lanes<T, Arch>)>
struct Turning {
  using type = std::conditional_t<simd::turns<T, Arch>, Arch, void>;
};
template <class T, class Arch, std::size_t Width>
struct Turning<T, Arch, Width, false>
    : Turning<T,
              std::conditional_t<std::is_void_v<simd::half<Arch>>, simd::plain, simd::half<Arch>>,
              Width> {};
template <class T, class Arch, std::size_t Width>
using turning = typename Turning<T, Arch, Width>::type;
}  // namespace turned_detail

/// Whether the machine has registers that turn W of `Width` rows.
template <std::size_t Width, class Arch, class T>
inline constexpr bool turns_rows = !std::is_void_v<turned_detail::turning<T, Arch, Width>>;

/// y = D·Wᵀ: y[i·Width + j] = Σₖ d[i·depth + k]·w[j·depth + k].
/// Requires turns_rows, 1 ≤ rows ≤ `turned_rows`, depth ≥ 4.
///
/// Shapes   d: rows × depth,  w: Width × depth,  y: rows × Width.
template <std::size_t Width, class Arch, class T>
KILN_INLINE void multiply_few_by_transposed(std::size_t rows, std::size_t depth, const T* d,
                                            const T* w, T* y) {
  using Turning = turned_detail::turning<T, Arch, Width>;
  [&]<std::size_t... I>(std::index_sequence<I...>) KILN_INLINE_LAMBDA {
    (void)((rows == I + 1 &&
            (Turned<T, Turning, I + 1, Arch>::multiply(depth, Width, d, w, y), true)) ||
           ...);
  }
  (std::make_index_sequence<turned_rows>());
}

}  // namespace kiln
