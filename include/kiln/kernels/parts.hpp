// SPDX-License-Identifier: MIT
#pragma once
// Cutting rows or terms into even parts. Not here: columns, whose panels are compile-time
// (tile.hpp).

#include <cstddef>

#include <kiln/simd/compiler.hpp>

namespace kiln {

/// Calls f(first, count) for as few parts of `total` as there are with up to `most`, whose sizes
/// differ by one at most; once with nothing where there is nothing.
template <class F>
KILN_INLINE void for_each_part(std::size_t total, std::size_t most, const F& f) {
  const std::size_t parts = total > most ? (total + most - 1) / most : 1;
  const std::size_t size = total / parts, longer = total % parts;
  for (std::size_t p = 0, first = 0; p < parts; ++p) {
    const std::size_t count = size + (p < longer ? 1 : 0);
    f(first, count);
    first += count;
  }
}

}  // namespace kiln
