// SPDX-License-Identifier: MIT
#pragma once
// Sums and maxima of n neighbouring elements. A sum runs over 16 virtual lanes (element i belongs
// to lane i mod 16) which are then added pairwise, i with i + 8, i + 4, i + 2, i + 1: an order that
// depends on n alone and not on the width of a register.

#include <array>
#include <cstddef>
#include <type_traits>

#include <kiln/simd/strip.hpp>

namespace kiln::simd {

/// The number of virtual lanes of a sum.
inline constexpr std::size_t virtual_lanes = 16;

/// The sum of 16 lanes, pairwise.
template <class T>
KILN_INLINE constexpr T add_lanes(std::array<T, virtual_lanes> lane) {
  for (std::size_t step = virtual_lanes / 2; step > 0; step /= 2) {
    for (std::size_t i = 0; i < step; ++i) lane[i] = lane[i] + lane[i + step];
  }
  return lane[0];
}

/// Σ f(x[i], …) over n elements of one or more arrays. f takes single elements or registers of
/// them and returns one, which is rounded before it is added: no compiler may fuse the two.
template <class Arch, class F, class T, class... Rest>
KILN_INLINE constexpr T sum(std::size_t n, const F& f, const T* first, const Rest*... rest) {
  alignas(64) std::array<T, virtual_lanes> lane{};
  std::size_t i = 0;
  if constexpr (vectorised<T, Arch>) {
    if (!std::is_constant_evaluated() && n >= virtual_lanes) {
      constexpr std::size_t width = lanes<T, Arch>;
      using V = Lanes<T, Arch>;
      std::array<V, virtual_lanes / width> wide;
      for (V& v : wide) v = V(T(0));
      // Not i + 16 <= n, at whose overflow g++ 12 warns where n is a multiple of a row.
      for (const std::size_t whole = n - n % virtual_lanes; i < whole; i += virtual_lanes) {
        KILN_UNROLL
        for (std::size_t v = 0; v < virtual_lanes / width; ++v) {
          const std::size_t at = i + v * width;
          V term = f(V::load_unaligned(first + at), V::load_unaligned(rest + at)...);
          simd::pin(term);
          wide[v] = wide[v] + term;
        }
      }
      KILN_UNROLL
      for (std::size_t v = 0; v < virtual_lanes / width; ++v)
        wide[v].store_aligned(&lane[v * width]);
    }
  }
  for (; i < n; ++i) {
    T term = f(first[i], rest[i]...);
    simd::pin(term);
    lane[i % virtual_lanes] = lane[i % virtual_lanes] + term;
  }
  return add_lanes(lane);
}

/// The largest of n ≥ 1 elements; unspecified where one is NaN. Four at a time, since each
/// comparison waits for the one before.
template <class T>
KILN_INLINE constexpr T maximum(std::size_t n, const T* x) {
  T a = x[0], b = a, c = a, d = a;
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    a = simd::max(x[i], a);
    b = simd::max(x[i + 1], b);
    c = simd::max(x[i + 2], c);
    d = simd::max(x[i + 3], d);
  }
  for (; i < n; ++i) a = simd::max(x[i], a);
  return simd::max(simd::max(a, b), simd::max(c, d));
}

}  // namespace kiln::simd
