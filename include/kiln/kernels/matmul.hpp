// SPDX-License-Identifier: MIT
#pragma once
// Matrix products. Rows, depth and strides are run-time numbers; only the columns that do not fill
// a panel are compile-time, so nets of many widths share these kernels.
//   X·W   multiply(straight(x), w)         forward
//   Xᵀ·D  multiply(transposed(x), d)       the weights' gradient
//   D·Wᵀ  multiply_by_transposed(d, w)     the input's gradient
// Source: Goto, van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3),
// 2008, without packing of what is small enough to stay in the second-level cache.

#include <cstddef>
#include <type_traits>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/kernels/tile.hpp>

namespace kiln {

namespace matmul_detail {
/// All rows of one panel: tiles of Height rows, the rest in tiles of half as many, and so on.
template <class Arch, std::size_t Height, std::size_t Width, std::size_t Chains, class T,
          class Epilogue>
KILN_INLINE void rows_of_panel(std::size_t i, std::size_t rows, std::size_t depth, Operand<T> a,
                               const T* b, std::size_t b_row, const Epilogue& epilogue,
                               std::size_t column) {
  for (; i + Height <= rows; i += Height) {
    tile<Arch, Height, Width, Chains>(depth, a.from(i, 0), b, b_row, epilogue, i, column);
  }
  if constexpr (Height > 1) {
    rows_of_panel<Arch, Height / 2, Width, Chains>(i, rows, depth, a, b, b_row, epilogue, column);
  }
}

/// Columns [column, column + Width) of all outputs; b is given from its first column on.
template <class Arch, std::size_t Width, std::size_t Chains, class T, class Epilogue>
KILN_NOINLINE void panel(std::size_t rows, std::size_t depth, Operand<T> a, const T* b,
                         std::size_t b_row, const Epilogue& epilogue, std::size_t column) {
  constexpr std::size_t height =
      Tiling<T, Arch>::rows(simd::Strip<T, Arch, Width>::registers, Chains);
  rows_of_panel<Arch, height, Width, Chains>(0, rows, depth, a, b, b_row, epilogue, column);
}
}  // namespace matmul_detail

/// Outputs (i, j) = Σₖ a(i, k)·b[k·Width + j] for i < rows, j < Width, handed to the epilogue.
///
/// Shapes   a: rows × depth,  b: depth × Width.
/// Cost     2·rows·depth·Width FLOPs.
template <std::size_t Width, std::size_t Chains = 1, class Arch = simd::default_arch, class T,
          class Epilogue>
constexpr void multiply(std::size_t rows, std::size_t depth, Operand<T> a, const T* b,
                        const Epilogue& epilogue) {
  if constexpr (simd::vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      constexpr std::size_t full = Tiling<T, Arch>::panel, rest = Width % full;
      if constexpr (Width >= full) {
        for (std::size_t j = 0; j + full <= Width; j += full) {
          matmul_detail::panel<Arch, full, Chains>(rows, depth, a, b + j, Width, epilogue, j);
        }
      }
      if constexpr (rest > 0) {
        constexpr std::size_t j = Width - rest;
        matmul_detail::panel<Arch, rest, Chains>(rows, depth, a, b + j, Width, epilogue, j);
      }
      return;
    }
  }
  naive::multiply<Chains, Arch>(rows, depth, Width, a, {b, Width, 1}, epilogue);
}

namespace matmul_detail {
/// Columns [column, column + Width) of D·Wᵀ: a block of W is transposed into a buffer that stays
/// in the first-level cache, then multiplied like any panel.
template <class Arch, std::size_t Width, class T>
KILN_NOINLINE void transposed_panel(std::size_t rows, std::size_t depth, const T* d, const T* w,
                                    T* y, std::size_t y_row, std::size_t column) {
  constexpr std::size_t block = 16384 / sizeof(T) / Tiling<T, Arch>::panel;
  alignas(64) T packed[block * Width];
  for (std::size_t k = 0; k < depth; k += block) {
    const std::size_t count = depth - k < block ? depth - k : block;
    for (std::size_t j = 0; j < Width; ++j) {
      const T* from = w + (column + j) * depth + k;
      for (std::size_t l = 0; l < count; ++l) packed[l * Width + j] = from[l];
    }
    const Store<T> store{y, y_row, k == 0 ? nullptr : y, y_row};
    panel<Arch, Width, 1>(rows, count, straight(d, depth).from(0, k), packed, Width, store, column);
  }
}
}  // namespace matmul_detail

/// y = D·Wᵀ: y[i·Width + j] = Σₖ d[i·depth + k]·w[j·depth + k].
///
/// Shapes   d: rows × depth,  w: Width × depth,  y: rows × Width.
/// Cost     2·rows·depth·Width FLOPs, and 16 KiB of stack for a block of w.
template <std::size_t Width, class Arch = simd::default_arch, class T>
constexpr void multiply_by_transposed(std::size_t rows, std::size_t depth, const T* d, const T* w,
                                      T* y) {
  if constexpr (simd::vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      constexpr std::size_t full = Tiling<T, Arch>::panel, rest = Width % full;
      if constexpr (Width >= full) {
        for (std::size_t j = 0; j + full <= Width; j += full) {
          matmul_detail::transposed_panel<Arch, full>(rows, depth, d, w, y, Width, j);
        }
      }
      if constexpr (rest > 0) {
        matmul_detail::transposed_panel<Arch, rest>(rows, depth, d, w, y, Width, Width - rest);
      }
      return;
    }
  }
  naive::multiply<1, Arch>(rows, depth, Width, straight(d, depth), {w, 1, depth},
                           Store<T>{y, Width, nullptr, 0});
}

}  // namespace kiln
