// SPDX-License-Identifier: MIT
#pragma once
// The order in which a product's sums run. It is part of the result, since float addition is not
// associative, and follows from the shape alone: not from the instruction set, the batch or the
// number of threads.

#include <cstddef>

namespace kiln {

/// Into how many interleaved sums a forward product splits each output (term k belongs to sum
/// k mod chains; two sums are added c0 + c1, four (c0 + c1) + (c2 + c3)). Products with few
/// outputs need several, or each fma waits for the one before it.
constexpr std::size_t chain_count(std::size_t depth, std::size_t width) {
  if (depth < 8) return 1;
  return width <= 16 ? 4 : width <= 32 ? 2 : 1;
}

}  // namespace kiln
