// SPDX-License-Identifier: MIT
#pragma once
// The product as plain loops: what constant evaluation, debug builds and scalars other than float
// and double run. Same sums in the same order as the fast kernel (matmul.hpp), so the same bits.

#include <cstddef>
#include <type_traits>

#include <kiln/kernels/operand.hpp>
#include <kiln/simd/axpy.hpp>
#include <kiln/simd/strip.hpp>

namespace kiln::naive {

/// The right operand: element (k, j) is data[k·row + j·step].
template <class T>
using RightOperand = std::type_identity_t<Operand<T>>;

/// Outputs (i, j) = Σₖ a(i, k)·b(k, j) for i < rows, j < width, in `Chains` interleaved sums.
///
/// Layout   as the epilogue says.
/// Cost     2·rows·depth·width FLOPs, one row of b after the other.
template <std::size_t Chains, class Arch = simd::default_arch, class T, class Row, class Step,
          class Epilogue>
constexpr void multiply(std::size_t rows, std::size_t depth, std::size_t width,
                        Operand<T, Row, Step> a, RightOperand<T> b, const Epilogue& epilogue) {
  static_assert(Chains == 1 || Chains == 2 || Chains == 4);
  constexpr simd::Segment<T, simd::plain, 1> one;
  constexpr std::size_t block = 64;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t first = 0; first < width; first += block) {
      const std::size_t count = width - first < block ? width - first : block;
      T sum[Chains][block];
      for (std::size_t j = 0; j < count; ++j) {
        sum[0][j] = epilogue.start(one, i, first + j);
        for (std::size_t c = 1; c < Chains; ++c) sum[c][j] = T(0);
      }
      for (std::size_t k = 0; k < depth; ++k) {
        simd::axpy<Arch>(count, a(i, k), b.data + k * b.row + first * b.step, b.step,
                         sum[k % Chains]);
      }
      for (std::size_t j = 0; j < count; ++j) {
        T total = sum[0][j];
        if constexpr (Chains == 2) total = sum[0][j] + sum[1][j];
        if constexpr (Chains == 4) total = (sum[0][j] + sum[1][j]) + (sum[2][j] + sum[3][j]);
        epilogue.finish(one, total, i, first + j);
      }
    }
  }
}

}  // namespace kiln::naive
