// SPDX-License-Identifier: MIT
#pragma once
// Random orders and random choices of indices: an epoch's order, a batch drawn from a data set.

#include <concepts>
#include <cstddef>
#include <span>
#include <utility>

#include <kiln/random/uniform.hpp>

namespace kiln {

/// Writes 0, 1, …, out.size() − 1 in random order, each order equally likely.
/// Requires out.size() − 1 to fit in Index.
///
/// Source   Fisher and Yates, in the form of Durstenfeld, CACM 7(7), 1964.
template <class Generator, std::integral Index, std::size_t Extent>
KILN_INLINE constexpr void random_permutation(Generator& engine, std::span<Index, Extent> out) {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<Index>(i);
  for (std::size_t i = out.size(); i > 1; --i) {
    std::swap(out[i - 1], out[kiln::uniform_index(engine, i)]);
  }
}

/// Writes indices in [0, n), each drawn anew, so that one may occur twice (NumPy's choice).
/// Requires n ≥ 1 and n − 1 to fit in Index.
template <class Generator, std::integral Index, std::size_t Extent>
KILN_INLINE constexpr void random_indices(Generator& engine, std::size_t n,
                                          std::span<Index, Extent> out) {
  for (Index& index : out) index = static_cast<Index>(kiln::uniform_index(engine, n));
}

}  // namespace kiln
