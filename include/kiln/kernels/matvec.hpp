// SPDX-License-Identifier: MIT
#pragma once
// The product of one row and a matrix, x·W: what a net does with one sample. Its time is that of
// reading W. Not here: many rows (matmul.hpp), whose bits these are.

#include <cstddef>
#include <type_traits>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/kernels/tile.hpp>

namespace kiln {

/// Outputs j = Σₖ a(0, k)·b[k·Width + j] for j < Width, handed to the epilogue as row 0: the bits
/// of multiply.
///
/// Shapes   a: 1 × depth,  b: depth × Width.
/// Cost     2·depth·Width FLOPs.
template <std::size_t Width, std::size_t Chains = 1, class Arch = simd::default_arch, class T,
          class Epilogue>
constexpr void multiply_row(std::size_t depth, Operand<T> a, const T* b, const Epilogue& epilogue) {
  if constexpr (simd::vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      constexpr std::size_t full = Tiling<T, Arch>::row_panel, rest = Width % full;
      if constexpr (Width >= full) {
        for (std::size_t j = 0; j + full <= Width; j += full) {
          tile<Arch, 1, full, Chains>(depth, a, b + j, Width, epilogue, 0, j);
        }
      }
      if constexpr (rest > 0) {
        constexpr std::size_t j = Width - rest;
        tile<Arch, 1, rest, Chains>(depth, a, b + j, Width, epilogue, 0, j);
      }
      return;
    }
  }
  naive::multiply<Chains, Arch>(1, depth, Width, a, {b, Width, 1}, epilogue);
}

}  // namespace kiln
