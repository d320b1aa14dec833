// SPDX-License-Identifier: MIT
#pragma once
// Matrix products. Rows, depth and strides are run-time numbers; only the columns that do not fill
// a panel are compile-time, so nets of many widths share these kernels.
//   X·W   multiply(straight(x), w)         forward
//   Xᵀ·D  multiply(transposed(x), d)       the weights' gradient
// Which way each goes: some rows at a time, by whole lines, in one tile, with the right operand in
// registers, the other way round, or panel by panel, the last columns apart or not. Not here: the
// ways themselves, and D·Wᵀ (by_transposed.hpp).

#include <cstddef>
#include <type_traits>

#include <kiln/kernels/edge.hpp>
#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/few_rows.hpp>
#include <kiln/kernels/few_terms.hpp>
#include <kiln/kernels/known.hpp>
#include <kiln/kernels/large.hpp>
#include <kiln/kernels/matvec.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/panels.hpp>
#include <kiln/kernels/parts.hpp>
#include <kiln/kernels/swapped.hpp>
#include <kiln/kernels/tile.hpp>

namespace kiln {

namespace matmul_detail {
/// The product of one row, which reads b by whole lines (matvec.hpp): up to 2× one tile's.
template <std::size_t Width, std::size_t Chains, class Arch, class Left, class T, class Epilogue>
KILN_NOINLINE void one_row(std::size_t depth, Left a, const T* b, const Epilogue& epilogue) {
  multiply_row<Width, Chains, Arch>(depth, a, b, epilogue);
}

/// The first `Width` columns, panel by panel.
template <std::size_t Width, std::size_t Chains, class Arch, class Rows, class Left, class T,
          class Epilogue>
KILN_INLINE void in_panels(Rows rows, std::size_t depth, Left a, const T* b,
                           const Epilogue& epilogue) {
  for_each_panel<Width, Tiling<T, Arch>::panel, simd::lanes<T, Arch>>(
      [&]<std::size_t Panel>(std::integral_constant<std::size_t, Panel>, std::size_t j)
          KILN_INLINE_LAMBDA {
            multiply_panel<Arch, Panel, Chains>(rows, depth, a, b + j, Width, epilogue, j);
          });
}

/// Whether there is a way to the last columns alone: of Xᵀ·D, or of an X·W that is stored.
template <class Left, class Epilogue, class T>
inline constexpr bool has_edge = Left::rows_touch ||
                                 (Left::terms_touch && std::is_same_v<Epilogue, Store<T>>);

/// Whether that way is worth it behind `Whole` other columns.
template <std::size_t Whole, class Arch, class Left, class Epilogue, class T>
constexpr bool edge_pays(std::size_t rows, std::size_t depth) {
  constexpr std::size_t panel = Tiling<T, Arch>::panel;
  constexpr bool store = std::is_same_v<Epilogue, Store<T>>;
  constexpr std::size_t widest = widest_panel<Whole, panel, simd::lanes<T, Arch>>;
  if constexpr (!Left::rows_touch) return rows >= many_rows && depth >= 64;
  return rows >= panel && depth >= 48 && (store || depth <= one_block_terms<T, Arch, widest>);
}

/// The product with its last `Edge` columns apart, where edge_pays.
template <std::size_t Width, std::size_t Edge, class Arch, class Left, class T, class Epilogue>
KILN_NOINLINE void edge_apart(std::size_t rows, std::size_t depth, Left a, const T* b,
                              const Epilogue& epilogue) {
  constexpr std::size_t whole = Width - Edge;
  for_each_panel<whole, Tiling<T, Arch>::panel, simd::lanes<T, Arch>>(
      [&]<std::size_t Panel>(std::integral_constant<std::size_t, Panel>, std::size_t j)
          KILN_INLINE_LAMBDA {
            multiply_panel_of_many<Arch, Panel>(rows, depth, a, b + j, Width, epilogue, j);
          });
  b += whole;
  if constexpr (Left::rows_touch) {
    multiply_swapped_edge<Edge, Arch>(rows, depth, a.data, a.step, b, Width, epilogue, whole);
  } else {
    multiply_edge<Edge, Arch>(rows, depth, a.data, a.row, b, Width, epilogue, whole);
  }
}

/// X·W or Xᵀ·D, its last columns apart or not.
template <std::size_t Width, std::size_t Chains, class Arch, class Rows, class Left, class T,
          class Epilogue>
KILN_INLINE void in_panels_and_edge(Rows rows, std::size_t depth, Left a, const T* b,
                                    const Epilogue& epilogue) {
  constexpr std::size_t edge = edge_columns<Width, Arch, T>;
  if constexpr (Chains == 1 && edge > 0 && has_edge<Left, Epilogue, T>) {
    if (edge_pays<Width - edge, Arch, Left, Epilogue, T>(rows, depth)) {
      return edge_apart<Width, edge, Arch>(rows, depth, a, b, epilogue);
    }
  }
  in_panels<Width, Chains, Arch>(rows, depth, a, b, epilogue);
}

/// The same of a large product, block by block of rows.
template <std::size_t Width, class Arch, class Left, class T, class Epilogue>
KILN_NOINLINE void in_blocks(std::size_t rows, std::size_t depth, Left a, const T* b,
                             const Epilogue& epilogue) {
  if constexpr (std::is_same_v<Left, Transposed<T>> && std::is_same_v<Epilogue, Store<T>>) {
    multiply_large_transposed(
        rows, depth, a, b, Width, epilogue,
        [](std::size_t n, std::size_t terms, Left left, const T* right, const Store<T>& part) {
          in_panels_and_edge<Width, 1, Arch>(n, terms, left, right, part);
        });
  } else {
    for_each_part(rows, rows_of_a_block, [&](std::size_t i, std::size_t count) {
      const Epilogue part = epilogue.from(i, 0);
      in_panels_and_edge<Width, 1, Arch>(count, depth, a.from(i, 0), b, part);
    });
  }
}

/// X·W or Xᵀ·D of any rows and terms but those that have a way of their own.
template <std::size_t Width, std::size_t Chains, class Arch, class Rows, class Left, class T,
          class Epilogue>
KILN_INLINE void multiply_many(Rows rows, std::size_t depth, Left a, const T* b,
                               const Epilogue& epilogue) {
  constexpr Holds large = holds<Rows>([](std::size_t n) { return n > rows_of_a_block; });
  constexpr Holds swap =
      holds<Rows>([](std::size_t n) { return swaps<Width, Arch, T>(n, 5 * Width); });
  if constexpr (Chains == 1 && !may_swap<Width, Arch, T> && large != Holds::never) {
    if (is_large<Left, T>(rows, depth, Width, is_one_panel<Width, Arch, T>)) {
      return in_blocks<Width, Arch>(rows, depth, a, b, epilogue);
    }
  }
  if constexpr (Chains == 1 && Left::rows_touch && may_swap<Width, Arch, T> &&
                swap != Holds::never) {
    if (swaps<Width, Arch, T>(rows, depth)) {
      return multiply_swapped<Width, Arch>(rows, depth, a.data, a.step, b, epilogue);
    }
  }
  in_panels_and_edge<Width, Chains, Arch>(rows, depth, a, b, epilogue);
}

/// X·W or Xᵀ·D of several rows, or of one that is not stored.
template <std::size_t Width, std::size_t Chains, class Arch, class Rows, class Depth, class Left,
          class T, class Epilogue>
KILN_INLINE void multiply_rows(Rows rows, Depth depth, Left a, const T* b,
                               const Epilogue& epilogue) {
  constexpr bool one_chain = Chains == 1, store = std::is_same_v<Epilogue, Store<T>>;
  constexpr Holds few_rows = holds<Rows>([](std::size_t n) { return n <= most_few_rows; });
  constexpr Holds few_terms = few_terms_hold<Width, Arch, T, Depth>;
  if constexpr (one_chain && store && has_few_rows<Width, Arch, T>(2, 1) &&
                few_rows != Holds::never) {
    if (has_few_rows<Width, Arch, T>(rows, depth)) {
      return multiply_few_rows<Width, Arch>(rows, depth, a, b, epilogue);
    }
  }
  if constexpr (one_chain && few_terms != Holds::never) {
    if (has_few_terms<Width, Arch, T>(depth)) {
      return multiply_few_terms<Width, Arch>(rows, depth, a, b, epilogue);
    }
  }
  if constexpr (!one_chain || few_terms != Holds::always) {
    multiply_many<Width, Chains, Arch>(rows, depth, a, b, epilogue);
  }
}

}  // namespace matmul_detail

/// Outputs (i, j) = Σₖ a(i, k)·b[k·Width + j] for i < rows, j < Width, handed to the epilogue.
///
/// Shapes   a: rows × depth,  b: depth × Width.
/// Cost     2·rows·depth·Width FLOPs, and up to 53 KiB of stack for a panel of b; of a large Xᵀ 57,
///          with a copy of some of it (large.hpp).
/// Rows, Depth   integers, or Known, which leaves out ways that such a product cannot go.
template <std::size_t Width, std::size_t Chains = 1, class Arch = simd::default_arch, class Rows,
          class Depth, class Left, class T, class Epilogue>
constexpr void multiply(Rows rows, Depth depth, Left a, const T* b, const Epilogue& epilogue) {
  if constexpr (simd::vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      constexpr Holds one = std::is_same_v<Epilogue, Store<T>>
                                ? holds<Rows>([](std::size_t n) { return n == 1; })
                                : Holds::never;
      if constexpr (one != Holds::never) {
        if (rows == 1) {
          return matmul_detail::one_row<Width, Chains, Arch>(depth, a, b, epilogue);
        }
      }
      if constexpr (one != Holds::always) {
        matmul_detail::multiply_rows<Width, Chains, Arch>(number(rows), number(depth), a, b,
                                                          epilogue);
      }
      return;
    }
  }
  naive::multiply<Chains, Arch>(rows, depth, Width, a, {b, Width, 1}, epilogue);
}

}  // namespace kiln
