// SPDX-License-Identifier: MIT
#pragma once
// The sums of a matrix's columns: the biases' gradient. They are what a row of ones times the
// matrix gives, bit for bit, with one addition where that has a multiply-add.

#include <cstddef>
#include <type_traits>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/simd/strip.hpp>

namespace kiln {

namespace column_sums_detail {
/// Columns [column, column + Count), one row after the other.
template <class Arch, std::size_t Width, std::size_t Count, class T, class Epilogue>
KILN_INLINE void columns(std::size_t n, const T* d, const Epilogue& epilogue, std::size_t column) {
  using Strip = simd::Strip<T, Arch, Count>;
  Strip sum;
  sum.fill([&](auto segment, std::size_t j)
               KILN_INLINE_LAMBDA { return epilogue.start(segment, 0, column + j); });
  for (std::size_t r = 0; r < n; ++r, d += Width) {
    Strip row;
    row.load(d + column);
    sum.add(row);
  }
  sum.drain([&](auto segment, const auto& total, std::size_t j)
                KILN_INLINE_LAMBDA { epilogue.finish(segment, total, 0, column + j); });
}
}  // namespace column_sums_detail

/// Outputs j = Σ d[r·Width + j] over the rows r < n, in their order, handed to the epilogue as row
/// 0.
///
/// Shapes   d: n × Width.
template <std::size_t Width, class Arch = simd::default_arch, class T, class Epilogue>
constexpr void column_sums(std::size_t n, const T* d, const Epilogue& epilogue) {
  if constexpr (simd::vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      constexpr std::size_t full = simd::register_count<Arch> / 2 * simd::lanes<T, Arch>;
      constexpr std::size_t rest = Width % full;
      if constexpr (Width >= full) {
        for (std::size_t j = 0; j + full <= Width; j += full) {
          column_sums_detail::columns<Arch, Width, full>(n, d, epilogue, j);
        }
      }
      if constexpr (rest > 0) {
        column_sums_detail::columns<Arch, Width, rest>(n, d, epilogue, Width - rest);
      }
      return;
    }
  }
  const T one(1);
  naive::multiply<1, Arch>(1, n, Width, Operand<T>{&one, 0, 0}, {d, Width, 1}, epilogue);
}

}  // namespace kiln
