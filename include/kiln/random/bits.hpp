// SPDX-License-Identifier: MIT
#pragma once
// Random bits in words of one size, whatever size of word an engine gives: what makes the numbers
// of this folder the same on every platform. std's distributions differ between libraries.

#include <cstdint>
#include <limits>

#include <kiln/simd/compiler.hpp>

namespace kiln {

/// True for engines of all 32-bit or all 64-bit numbers; false for std::minstd_rand.
template <class Generator>
inline constexpr bool has_full_range =
    Generator::min() == 0 && (Generator::max() == std::numeric_limits<std::uint32_t>::max() ||
                              Generator::max() == std::numeric_limits<std::uint64_t>::max());

/// 32 random bits: the upper half of what a 64-bit engine gives.
template <class Generator>
KILN_INLINE constexpr std::uint32_t random_bits_32(Generator& engine) {
  static_assert(has_full_range<Generator>,
                "random: the engine must give all 32-bit or all 64-bit numbers, as kiln::Engine, "
                "std::mt19937 and std::mt19937_64 do");
  const std::uint64_t bits = engine();
  constexpr bool wide = Generator::max() > std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(wide ? bits >> 32 : bits);
}

/// 64 random bits: two calls of a 32-bit engine, the upper half first.
template <class Generator>
KILN_INLINE constexpr std::uint64_t random_bits_64(Generator& engine) {
  static_assert(has_full_range<Generator>,
                "random: the engine must give all 32-bit or all 64-bit numbers, as kiln::Engine, "
                "std::mt19937 and std::mt19937_64 do");
  const std::uint64_t bits = engine();
  if constexpr (Generator::max() > std::numeric_limits<std::uint32_t>::max()) return bits;
  else return bits << 32 | engine();
}

}  // namespace kiln
