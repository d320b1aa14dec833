// SPDX-License-Identifier: MIT
#pragma once
// D·Wᵀ, the input's gradient: which way it goes. Rows of D are turned in registers, W is turned
// once for all rows, the product is done the other way round, or panel by panel, the last columns
// apart or not. Not here: the ways themselves, and X·W and Xᵀ·D (matmul.hpp).

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include <kiln/kernels/edge.hpp>
#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/few_terms.hpp>
#include <kiln/kernels/known.hpp>
#include <kiln/kernels/large.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/panels.hpp>
#include <kiln/kernels/parts.hpp>
#include <kiln/kernels/swapped_by_transposed.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/kernels/turned.hpp>
#include <kiln/simd/arch.hpp>
#include <kiln/simd/compiler.hpp>
#include <kiln/simd/transpose.hpp>

namespace kiln {

namespace by_transposed_detail {
/// The first `Width` columns, panel by panel.
template <std::size_t Width, class Arch, class T>
KILN_INLINE void in_panels_by_transposed(std::size_t rows, std::size_t depth, const T* d,
                                         const T* w, const Store<T>& store) {
  for_each_panel<Width, Tiling<T, Arch>::panel, simd::lanes<T, Arch>>(
      [&]<std::size_t Panel>(std::integral_constant<std::size_t, Panel>, std::size_t j)
          KILN_INLINE_LAMBDA {
            multiply_panel_by_transposed<Arch, Panel>(rows, depth, d, w + j * depth, store, j);
          });
}

/// The product with its last `Edge` columns apart.
template <std::size_t Width, std::size_t Edge, class Arch, class T>
KILN_NOINLINE void edge_apart_by_transposed(std::size_t rows, std::size_t depth, const T* d,
                                            const T* w, const Store<T>& store) {
  constexpr std::size_t whole = Width - Edge;
  in_panels_by_transposed<whole, Arch>(rows, depth, d, w, store);
  multiply_edge_by_transposed<Edge, Arch>(rows, depth, d, w + whole * depth, store, whole);
}

/// The product, its last columns apart or not.
template <std::size_t Width, class Arch, class T>
KILN_INLINE void in_panels_and_edge_by_transposed(std::size_t rows, std::size_t depth, const T* d,
                                                  const T* w, T* y) {
  const Store<T> store{y, Width, nullptr, 0};
  constexpr std::size_t edge = edge_columns<Width, Arch, T>;
  if constexpr (edge > 0) {
    if (rows >= simd::lanes<T, Arch> && depth >= 16) {
      return edge_apart_by_transposed<Width, edge, Arch>(rows, depth, d, w, store);
    }
  }
  in_panels_by_transposed<Width, Arch>(rows, depth, d, w, store);
}

/// Of up to how many terms W is turned at once: it has to fit 32 KiB of stack, and of so many
/// columns that six do not, fewer gain nothing.
template <std::size_t Width, class Arch, class T>
inline constexpr std::size_t turned_terms = [] {
  constexpr std::size_t most = 32768 / sizeof(T) / Width;
  return most < few_terms ? 0 : std::min(fitting_terms<Width, Arch, T>, most);
}();

/// Whether terms are so few.
template <std::size_t Width, class Arch, class T>
constexpr bool is_turned_once(std::size_t depth) {
  return depth > 0 && depth <= turned_terms<Width, Arch, T>;
}

/// The same, of a depth that its type may know.
template <std::size_t Width, class Arch, class T, class Depth>
inline constexpr Holds turned_terms_hold = turned_terms<Width, Arch, T> > 0
                                               ? holds<Depth>([](std::size_t depth) {
                                                   return is_turned_once<Width, Arch, T>(depth);
                                                 })
                                               : Holds::never;

/// The product of few terms, for which W is turned once: 100 rows 1.3 to 1.6×.
template <std::size_t Width, class Arch, class Depth, class T>
KILN_NOINLINE void turned_once(std::size_t rows, Depth depth, const T* d, const T* w, T* y) {
  alignas(64) T turned[turned_terms<Width, Arch, T> * Width];
  simd::transpose<Arch>(Width, depth, w, depth, turned, Width);
  multiply_few_terms<Width, Arch>(rows, depth, straight(d, depth), static_cast<const T*>(turned),
                                  Store<T>{y, Width, nullptr, 0});
}

/// The product of any rows and terms but those that have a way of their own.
template <std::size_t Width, class Arch, class Depth, class T>
KILN_INLINE void multiply_many_by_transposed(std::size_t rows, Depth depth, const T* d, const T* w,
                                             T* y) {
  constexpr std::size_t lanes = simd::lanes<T, Arch>;
  // Where so many terms are turned for any number of rows, they are for a register of them.
  constexpr Holds swap = holds<Depth>(
      [](std::size_t terms) { return swaps_by_transposed<Width, Arch, T>(lanes, terms); });
  if constexpr (simd::turns<T, Arch> && lanes >= 8 && swap != Holds::never) {
    if (swaps_by_transposed<Width, Arch, T>(rows, depth)) {
      return multiply_swapped_by_transposed<Width, Arch>(rows, depth, d, w, y);
    }
  }
  const bool large = is_large<Straight<T>, T>(rows, depth, Width, is_one_panel<Width, Arch, T>);
  for_each_part(rows, large ? rows_of_a_block : rows, [&](std::size_t i, std::size_t count) {
    in_panels_and_edge_by_transposed<Width, Arch>(count, depth, d + i * depth, w, y + i * Width);
  });
}
}  // namespace by_transposed_detail

/// y = D·Wᵀ: y[i·Width + j] = Σₖ d[i·depth + k]·w[j·depth + k].
///
/// Shapes   d: rows × depth,  w: Width × depth,  y: rows × Width.
/// Cost     2·rows·depth·Width FLOPs, and up to 40 KiB of stack for a block of w, or of d.
/// Depth    an integer, or Known, which leaves out ways that such a product cannot go.
template <std::size_t Width, class Arch = simd::default_arch, class Depth, class T>
constexpr void multiply_by_transposed(std::size_t rows, Depth depth, const T* d, const T* w, T* y) {
  if constexpr (simd::vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      constexpr auto enough = [](std::size_t terms) { return terms >= 4; };
      if constexpr (turns_rows<Width, Arch, T> && holds<Depth>(enough) != Holds::never) {
        if (rows <= turned_rows && enough(depth)) {
          return multiply_few_by_transposed<Width, Arch>(rows, depth, d, w, y);
        }
      }
      constexpr Holds few = by_transposed_detail::turned_terms_hold<Width, Arch, T, Depth>;
      if constexpr (few != Holds::never) {
        if (by_transposed_detail::is_turned_once<Width, Arch, T>(depth)) {
          return by_transposed_detail::turned_once<Width, Arch>(rows, number(depth), d, w, y);
        }
      }
      if constexpr (few != Holds::always) {
        by_transposed_detail::multiply_many_by_transposed<Width, Arch>(rows, number(depth), d, w,
                                                                       y);
      }
      return;
    }
  }
  naive::multiply<1, Arch>(rows, depth, Width, straight(d, depth), {w, 1, depth},
                           Store<T>{y, Width, nullptr, 0});
}

}  // namespace kiln
