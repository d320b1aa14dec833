// SPDX-License-Identifier: MIT
#pragma once
// The order in which a product's sums run. It is part of the result, since float addition is not
// associative, and follows from the shape alone: not from the instruction set, the batch or the
// number of threads.

#include <array>
#include <cstddef>

#include <kiln/simd/compiler.hpp>

namespace kiln {

/// Into how many interleaved sums a forward product splits each output (term k belongs to sum
/// k mod chains; join adds them up). Products with few outputs need several, or each fma waits for
/// the one before it.
constexpr std::size_t chain_count(std::size_t depth, std::size_t width) {
  if (depth < 8) return 1;
  return width <= 16 ? 4 : width <= 32 ? 2 : 1;
}

/// sum[0] ← all sums: two are added c0 + c1, four (c0 + c1) + (c2 + c3). A sum is anything with
/// add(other), such as a strip of them.
template <class Sum, std::size_t Chains>
KILN_INLINE constexpr void join(std::array<Sum, Chains>& sum) {
  static_assert(Chains == 1 || Chains == 2 || Chains == 4);
  if constexpr (Chains == 4) sum[2].add(sum[3]);
  if constexpr (Chains >= 2) sum[0].add(sum[1]);
  if constexpr (Chains == 4) sum[0].add(sum[2]);
}

}  // namespace kiln
