// SPDX-License-Identifier: MIT
#pragma once
// x·W with weights of few bits, packed in the order in which the kernel reads them. The products
// of registers are simd/dot.hpp's and simd/bfloat16_dot.hpp's; not here: floats (matmul.hpp).

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <kiln/simd/dot.hpp>

namespace kiln {

/// Where the weights of `Units` columns stand, in words of 32 bits, each a group of neighbouring k
/// of one column. Columns are cut into panels of 64, then what whole registers of 16 the rest
/// fills, then an end of 4 or 8 columns (more fill a register). A panel is one stream of memory,
/// [groups][columns]. A register of 16 lanes holds one group of 16 columns, or several groups of an
/// end, so that an end of 2 columns costs a quarter of a register.
template <std::size_t Units>
struct PackedLayout {
  static constexpr std::size_t block = 16;            ///< columns of a register of 512 bits
  static constexpr std::size_t panel = 64;            ///< columns of a panel
  static constexpr std::size_t rest = Units % block;  ///<
  static constexpr std::size_t end = rest == 0 || rest > 8 ? 0 : rest > 4 ? 8 : 4;  ///< its columns
  static constexpr std::size_t whole = Units - rest + (rest > 8 ? block : 0);       ///< all others
  static constexpr std::size_t padded =
      whole + (end > 0 ? block : 0);  ///< elements of a result row

  /// Groups that a row of x must be filled up to with zeros: whole steps of an end.
  static constexpr std::size_t padded_groups(std::size_t groups) { return (groups + 15) / 16 * 16; }
  /// Words of a matrix.
  static constexpr std::size_t size(std::size_t groups) {
    return groups * whole + (end > 0 ? padded_groups(groups) * end : 0);
  }
  /// Where group g of column j stands.
  static constexpr std::size_t index(std::size_t groups, std::size_t g, std::size_t j) {
    const std::size_t first = j >= whole ? whole : j / panel * panel;
    const std::size_t width = j >= whole ? end : std::min(panel, whole - first);
    return groups * first + g * width + (j - first);
  }
};

/// Into how many interleaved sums each output of a panel is split: enough to hide the latency of a
/// product. Group g belongs to sum g mod chains; two are added s0 + s1, four (s0 + s1) + (s2 + s3).
/// An end of 4 columns has 16 sums, one of 8 has 8: s0, s4, s8 and s12 (s0, s2, s4 and s6) are
/// added as four, and so the others, then those sums as four (two).
constexpr std::size_t packed_chains(std::size_t columns) { return columns > 32 ? 2 : 4; }

namespace packed_detail {
/// Element (r, v) of the chains' sums, added up.
template <std::size_t Chains, class Sums>
KILN_INLINE auto join(const std::array<Sums, Chains>& sum, std::size_t r, std::size_t v) {
  if constexpr (Chains == 4) return (sum[0][r][v] + sum[1][r][v]) + (sum[2][r][v] + sum[3][r][v]);
  else if constexpr (Chains == 2) return sum[0][r][v] + sum[1][r][v];
  else return sum[0][r][v];
}

/// Rows [i, i + Height) and `Registers` registers of columns from `column` on.
template <class Dot, std::size_t Height, std::size_t Registers, std::size_t Chains, class Epilogue>
KILN_INLINE void tile(std::size_t groups, const typename Dot::Input* x, std::size_t x_row,
                      const typename Dot::Weight* w, std::size_t w_row, const Epilogue& epilogue,
                      std::size_t i, std::size_t column) {
  // Chains outermost: g++ 12 does not keep an array of arrays of one register in registers.
  using Sums = std::array<std::array<typename Dot::Accumulator, Registers>, Height>;
  std::array<Sums, Chains> sum;
  KILN_UNROLL
  for (std::size_t r = 0; r < Height; ++r) {
    KILN_UNROLL
    for (std::size_t v = 0; v < Registers; ++v) {
      sum[0][r][v] = epilogue.template begin<Dot>(column + v * Dot::lanes);
      KILN_UNROLL
      for (std::size_t c = 1; c < Chains; ++c) sum[c][r][v] = typename Dot::Accumulator(0);
    }
  }
  const auto add_group = [&](std::size_t c) KILN_INLINE_LAMBDA {
    std::array<typename Dot::Operand, Height> left;
    KILN_UNROLL
    for (std::size_t r = 0; r < Height; ++r) left[r] = Dot::broadcast(x + r * x_row);
    KILN_UNROLL
    for (std::size_t v = 0; v < Registers; ++v) {
      auto right = Dot::right(w + v * Dot::lanes);
      if constexpr (Height > 1) Dot::keep(right);
      KILN_UNROLL
      for (std::size_t r = 0; r < Height; ++r)
        sum[c][r][v] = Dot::add(sum[c][r][v], left[r], right);
    }
    x += Dot::group;
    w += w_row;
  };
  std::size_t g = 0;
  for (; g + Chains <= groups; g += Chains) {
    KILN_UNROLL
    for (std::size_t c = 0; c < Chains; ++c) add_group(c);
  }
  KILN_UNROLL
  for (std::size_t c = 0; c + 1 < Chains; ++c) {
    if (g + c < groups) add_group(c);
  }
  KILN_UNROLL
  for (std::size_t r = 0; r < Height; ++r) {
    KILN_UNROLL
    for (std::size_t v = 0; v < Registers; ++v) {
      epilogue.template finish<Dot>(join(sum, r, v), i + r, column + v * Dot::lanes);
    }
  }
}

/// Rows [i, i + Height) of an end of `Columns` columns. `Part` counts the registers that hold 16
/// lanes; each lane takes its own group, and four such rows of lanes are as many interleaved sums.
template <class Dot, std::size_t Height, std::size_t Columns, class Epilogue, std::size_t... Part>
KILN_INLINE void end(std::size_t groups, const typename Dot::Input* x, std::size_t x_row,
                     const typename Dot::Weight* w, const Epilogue& epilogue, std::size_t i,
                     std::size_t column, std::index_sequence<Part...>) {
  using Sum = typename Dot::Accumulator;
  constexpr std::size_t parts = sizeof...(Part), chains = 4, at_once = 16 / Columns;
  std::array<std::array<std::array<Sum, parts>, Height>, chains> sum;
  KILN_UNROLL
  for (std::size_t r = 0; r < Height; ++r) {
    ((sum[0][r][Part] = epilogue.template begin<Dot>(column + Part * Dot::lanes)), ...);
    KILN_UNROLL
    for (std::size_t c = 1; c < chains; ++c) ((sum[c][r][Part] = Sum(0)), ...);
  }
  for (std::size_t g = 0; g < groups; g += chains * at_once) {
    KILN_UNROLL
    for (std::size_t c = 0; c < chains; ++c) {
      const std::array<typename Dot::Operand, parts> right{Dot::right(w + Part * Dot::lanes)...};
      KILN_UNROLL
      for (std::size_t r = 0; r < Height; ++r) {
        ((sum[c][r][Part] = Dot::add(
              sum[c][r][Part], Dot::template spread<Columns, Part>(x + r * x_row), right[Part])),
         ...);
      }
      x += at_once * Dot::group;
      w += 16;
    }
  }
  KILN_UNROLL
  for (std::size_t r = 0; r < Height; ++r) {
    std::array<Sum, parts> part{join(sum, r, Part)...};
    Dot::template fold<Columns>(part);
    for (std::size_t j = 0; j < Columns; j += Dot::lanes) {
      epilogue.template finish<Dot>(part[j / Dot::lanes], i + r, column + j);
    }
  }
}

/// Rows of a tile: as many as leave registers for the operands.
template <class Dot>
constexpr std::size_t height(std::size_t sums) {
  constexpr std::size_t operand = sizeof(typename Dot::Operand) / sizeof(typename Dot::Accumulator);
  constexpr std::size_t registers = simd::register_count<typename Dot::base> - 1 - operand;
  return std::clamp<std::size_t>(registers / (sums + operand), 1, 6);
}

/// Sums of integers may be split as is best here: for one row so that none waits for another.
template <class Dot, bool OneRow>
constexpr std::size_t exact_chains() {
  return !OneRow ? 1 : simd::register_count<typename Dot::base> == 32 ? 4 : 2;
}

/// All rows, in tiles of Height rows, then of half as many, and so on.
template <std::size_t Height, class F>
KILN_INLINE void in_tiles(std::size_t i, std::size_t rows, const F& f) {
  for (; i + Height <= rows; i += Height) f(std::integral_constant<std::size_t, Height>(), i);
  if constexpr (Height > 1) in_tiles<Height / 2>(i, rows, f);
}

/// `Columns` columns of a panel whose rows are w_row words apart, at most four registers at once.
template <class Dot, bool OneRow, std::size_t Columns, std::size_t Chains, class Epilogue>
KILN_INLINE void panel(std::size_t rows, std::size_t groups, const typename Dot::Input* x,
                       std::size_t x_row, const typename Dot::Weight* w, std::size_t w_row,
                       const Epilogue& epilogue, std::size_t column) {
  constexpr std::size_t most = Dot::lanes == 1 ? 16 : 4 * Dot::lanes;
  constexpr std::size_t now = std::min(Columns, most), registers = now / Dot::lanes;
  constexpr std::size_t chains = Dot::exact ? exact_chains<Dot, OneRow>() : Chains;
  in_tiles<OneRow ? 1 : height<Dot>(registers * chains)>(
      0, rows, [&](auto tall, std::size_t i) KILN_INLINE_LAMBDA {
        tile<Dot, tall, registers, chains>(groups, x + i * x_row, x_row, w, w_row, epilogue, i,
                                           column);
      });
  if constexpr (Columns > now) {
    panel<Dot, OneRow, Columns - now, Chains>(rows, groups, x, x_row, w + now, w_row, epilogue,
                                              column + now);
  }
}

/// A whole panel, compiled once for all nets.
template <class Dot, std::size_t Columns, class Epilogue>
KILN_NOINLINE void rows_of_panel(std::size_t rows, std::size_t groups, const typename Dot::Input* x,
                                 std::size_t x_row, const typename Dot::Weight* w,
                                 const Epilogue& epilogue, std::size_t column) {
  panel<Dot, false, Columns, packed_chains(Columns)>(rows, groups, x, x_row, w, Columns, epilogue,
                                                     column);
}

template <class Dot, std::size_t Columns, class Epilogue>
KILN_NOINLINE void rows_of_end(std::size_t rows, std::size_t groups, const typename Dot::Input* x,
                               std::size_t x_row, const typename Dot::Weight* w,
                               const Epilogue& epilogue, std::size_t column) {
  constexpr std::size_t parts = 16 / Dot::lanes;
  in_tiles<height<Dot>(4 * parts)>(0, rows, [&](auto tall, std::size_t i) KILN_INLINE_LAMBDA {
    end<Dot, tall, Columns>(groups, x + i * x_row, x_row, w, epilogue, i, column,
                            std::make_index_sequence<parts>());
  });
}
}  // namespace packed_detail

/// Outputs (i, j) = Σₖ x(i, k)·w(k, j) for i < rows, j < Units, handed to the epilogue register by
/// register: begin<Dot>(j) starts the sums, finish<Dot>(sum, i, j) takes them. Requires rows of x
/// filled up with zeros to PackedLayout::padded_groups.
///
/// Shapes   x: rows × groups, each row x_row elements after the one before;  w: as PackedLayout.
/// Cost     rows·groups·Units products of a lane.
template <std::size_t Units, class Dot, class Epilogue>
void multiply_packed(std::size_t rows, std::size_t groups, const typename Dot::Input* x,
                     std::size_t x_row, const typename Dot::Weight* w, const Epilogue& epilogue) {
  using Layout = PackedLayout<Units>;
  constexpr std::size_t full = Layout::panel, last = Layout::whole % full;
  for (std::size_t j = 0; j + full <= Layout::whole; j += full) {
    packed_detail::rows_of_panel<Dot, full>(rows, groups, x, x_row, w + groups * j, epilogue, j);
  }
  if constexpr (last > 0) {
    constexpr std::size_t j = Layout::whole - last;
    packed_detail::rows_of_panel<Dot, last>(rows, groups, x, x_row, w + groups * j, epilogue, j);
  }
  if constexpr (Layout::end > 0) {
    constexpr std::size_t j = Layout::whole;
    packed_detail::rows_of_end<Dot, Layout::end>(rows, groups, x, x_row, w + groups * j, epilogue,
                                                 j);
  }
}

/// The same for one row.
template <std::size_t Units, class Dot, class Epilogue>
void multiply_packed_row(std::size_t groups, const typename Dot::Input* x,
                         const typename Dot::Weight* w, const Epilogue& epilogue) {
  using Layout = PackedLayout<Units>;
  constexpr std::size_t full = Layout::panel, last = Layout::whole % full;
  for (std::size_t j = 0; j + full <= Layout::whole; j += full) {
    packed_detail::panel<Dot, true, full, packed_chains(full)>(1, groups, x, 0, w + groups * j,
                                                               full, epilogue, j);
  }
  if constexpr (last > 0) {
    constexpr std::size_t j = Layout::whole - last;
    packed_detail::panel<Dot, true, last, packed_chains(last)>(1, groups, x, 0, w + groups * j,
                                                               last, epilogue, j);
  }
  if constexpr (Layout::end > 0) {
    constexpr std::size_t j = Layout::whole, parts = 16 / Dot::lanes;
    packed_detail::end<Dot, 1, Layout::end>(groups, x, 0, w + groups * j, epilogue, 0, j,
                                            std::make_index_sequence<parts>());
  }
}

}  // namespace kiln
