// SPDX-License-Identifier: MIT
#pragma once
// Equality of bits, where == would call +0 and −0 equal and NaN unequal to itself.

#include <kiln/simd/bit_cast.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace support {

/// The bits of a float or a double.
template <class T>
constexpr auto bits(T x) {
  return kiln::simd::bit_cast<std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>>(x);
}

/// True where a and b are the same bits.
template <class T>
constexpr bool same_bits(T a, T b) {
  return bits(a) == bits(b);
}

/// The first index at which n numbers differ in a bit; n where none does.
template <class T>
constexpr std::size_t first_difference(const T* a, const T* b, std::size_t n) {
  std::size_t i = 0;
  while (i < n && same_bits(a[i], b[i])) ++i;
  return i;
}

/// True where two ranges are the same bits.
template <class A, class B>
constexpr bool same_bits_in(const A& a, const B& b) {
  return a.size() == b.size() && first_difference(a.data(), b.data(), a.size()) == a.size();
}

}  // namespace support
