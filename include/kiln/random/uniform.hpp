// SPDX-License-Identifier: MIT
#pragma once
// Uniformly distributed numbers and indices: the same numbers with every compiler and library,
// from any engine of 32 or 64 full bits.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <kiln/random/bits.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln {

/// A number in [0, 1): a multiple of 2⁻²⁴ for float, of 2⁻⁵³ for every other `T`.
template <class T = float, class Generator>
KILN_INLINE constexpr T uniform(Generator& engine) {
  if constexpr (std::is_same_v<T, float>) {
    return static_cast<float>(kiln::random_bits_32(engine) >> 8) * 0x1p-24F;
  } else {
    return static_cast<T>(static_cast<double>(kiln::random_bits_64(engine) >> 11) * 0x1p-53);
  }
}

/// A number in [low, high). Requires low < high and a finite high − low.
template <class T = float, class Generator>
KILN_INLINE constexpr T uniform(Generator& engine, std::type_identity_t<T> low,
                                std::type_identity_t<T> high) {
  assert(low < high);
  const T x = simd::fma(kiln::uniform<T>(engine), high - low, low);
  return x < high ? x : low;  // rounding may reach high
}

/// An index in [0, n), each equally likely. Requires n ≥ 1.
///
/// Cost     one multiplication, rarely a division, for n ≤ 2³².
/// Source   Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019; above
///          2³² draws are masked and those beyond n rejected.
template <class Generator>
KILN_INLINE constexpr std::size_t uniform_index(Generator& engine, std::size_t n) {
  assert(n >= 1);
  const std::uint64_t count = n, two_32 = std::uint64_t(1) << 32;
  if (count <= two_32) {
    std::uint64_t product = kiln::random_bits_32(engine) * count;
    if (product % two_32 < count) {
      const std::uint64_t surplus = two_32 % count;  // so many draws would favour some indices
      while (product % two_32 < surplus) product = kiln::random_bits_32(engine) * count;
    }
    return static_cast<std::size_t>(product >> 32);
  }
  std::uint64_t mask = count - 1;
  for (int shift = 1; shift < 64; shift *= 2) mask |= mask >> shift;
  std::uint64_t index = kiln::random_bits_64(engine) & mask;
  while (index >= count) index = kiln::random_bits_64(engine) & mask;
  return static_cast<std::size_t>(index);
}

}  // namespace kiln
