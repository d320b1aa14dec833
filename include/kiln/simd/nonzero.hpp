// SPDX-License-Identifier: MIT
#pragma once
// Which numbers are not zero, as bits of a 64-bit word. −0 is zero, NaN is not. Not here: what is
// done with the bits (kernels/sparse_tile.hpp).

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <kiln/simd/lanes.hpp>

namespace kiln::simd {

namespace nonzero_detail {
template <class T>
using BitsOf = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

/// Number r is 2ʳ, as the bits of a T.
template <class T>
inline constexpr auto powers = [] {
  std::array<T, 8 * sizeof(T)> power{};
  for (std::size_t r = 0; r < power.size(); ++r) power[r] = simd::bit_cast<T>(BitsOf<T>(1) << r);
  return power;
}();

/// Bit i: x[i] ≠ 0, for the elements of one register.
template <class T, class Arch>
KILN_INLINE std::uint64_t bits_of(const T* from) {
  using V [[maybe_unused]] = Lanes<T, Arch>;
  [[maybe_unused]] constexpr bool is_float = std::is_same_v<T, float>;
#if defined(__AVX512F__)
  if constexpr (is_avx512<Arch>) {
    const V x = V::load_unaligned(from), zero(T(0));
    if constexpr (is_float) return _mm512_cmp_ps_mask(x, zero, _CMP_NEQ_UQ);
    else return _mm512_cmp_pd_mask(x, zero, _CMP_NEQ_UQ);
  } else
#endif
#if defined(__AVX__)
      if constexpr (sizeof(V) == 32) {
    const V x = V::load_unaligned(from), zero(T(0));
    int bits = 0;
    if constexpr (is_float) bits = _mm256_movemask_ps(_mm256_cmp_ps(x, zero, _CMP_NEQ_UQ));
    else bits = _mm256_movemask_pd(_mm256_cmp_pd(x, zero, _CMP_NEQ_UQ));
    return static_cast<std::uint64_t>(bits);
  } else
#endif
#if defined(__SSE2__)
      if constexpr (sizeof(V) == 16) {
    const V x = V::load_unaligned(from), zero(T(0));
    int bits = 0;
    if constexpr (is_float) bits = _mm_movemask_ps(_mm_cmpneq_ps(x, zero));
    else bits = _mm_movemask_pd(_mm_cmpneq_pd(x, zero));
    return static_cast<std::uint64_t>(bits);
  } else
#endif
  {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < lanes<T, Arch>; ++i) bits |= std::uint64_t{from[i] != T(0)} << i;
    return bits;
  }
}

/// Adds `power` to the bits of those lanes of `marks` in which x is not zero.
template <class T, class Arch, class V>
KILN_INLINE V mark(const V& marks, const V& x, const V& power) {
  const V zero(T(0));
  [[maybe_unused]] constexpr bool is_float = std::is_same_v<T, float>;
#if defined(__AVX512F__)
  if constexpr (is_avx512<Arch> && is_float) {
    const __m512i all = _mm512_castps_si512(marks), one = _mm512_castps_si512(power);
    const __mmask16 set = _mm512_cmp_ps_mask(x, zero, _CMP_NEQ_UQ);
    return _mm512_castsi512_ps(_mm512_mask_or_epi32(all, set, all, one));
  } else if constexpr (is_avx512<Arch>) {
    const __m512i all = _mm512_castpd_si512(marks), one = _mm512_castpd_si512(power);
    const __mmask8 set = _mm512_cmp_pd_mask(x, zero, _CMP_NEQ_UQ);
    return _mm512_castsi512_pd(_mm512_mask_or_epi64(all, set, all, one));
  } else
#endif
#if defined(__AVX__)
      if constexpr (sizeof(V) == 32 && is_float) {
    return _mm256_or_ps(marks, _mm256_and_ps(_mm256_cmp_ps(x, zero, _CMP_NEQ_UQ), power));
  } else if constexpr (sizeof(V) == 32) {
    return _mm256_or_pd(marks, _mm256_and_pd(_mm256_cmp_pd(x, zero, _CMP_NEQ_UQ), power));
  } else
#endif
    return marks | simd::select(x == zero, zero, power);
}

/// nonzero_columns of `Registers` registers side by side.
template <class Arch, std::size_t Registers, class T>
KILN_INLINE void columns(std::size_t rows, const T* x, std::size_t row, std::uint64_t* out) {
  using V = Lanes<T, Arch>;
  constexpr std::size_t width = lanes<T, Arch>, digits = 8 * sizeof(T);
  for (std::size_t first = 0; first < 64; first += digits) {
    std::array<V, Registers> marks;
    KILN_UNROLL
    for (std::size_t v = 0; v < Registers; ++v) marks[v] = V(T(0));
    const std::size_t end = std::min(rows, first + digits);
    for (std::size_t r = first; r < end; ++r) {
      const V power(powers<T>[r - first]);
      KILN_UNROLL
      for (std::size_t v = 0; v < Registers; ++v) {
        marks[v] = mark<T, Arch>(marks[v], V::load_unaligned(x + r * row + v * width), power);
      }
    }
    alignas(64) std::array<T, Registers * width> buffer;
    KILN_UNROLL
    for (std::size_t v = 0; v < Registers; ++v) marks[v].store_aligned(&buffer[v * width]);
    for (std::size_t j = 0; j < buffer.size(); ++j) {
      const std::uint64_t word = simd::bit_cast<BitsOf<T>>(buffer[j]);
      out[j] = first == 0 ? word : out[j] | word << (first % 64);
    }
  }
}
}  // namespace nonzero_detail

/// Bit i says whether x[i] ≠ 0, for i < n ≤ 64.
template <class Arch = default_arch, class T>
KILN_INLINE std::uint64_t nonzero(std::size_t n, const T* x) {
  std::uint64_t word = 0;
  std::size_t i = 0;
  if constexpr (vectorised<T, Arch>) {
    constexpr std::size_t width = lanes<T, Arch>;
    if (n == 64) {
      KILN_UNROLL
      for (std::size_t at = 0; at < 64; at += width) {
        word |= nonzero_detail::bits_of<T, Arch>(x + at) << at;
      }
      return word;
    }
    for (; i + width <= n; i += width) word |= nonzero_detail::bits_of<T, Arch>(x + i) << i;
  }
  for (; i < n; ++i) word |= std::uint64_t{x[i] != T(0)} << i;
  return word;
}

/// Bit r of out[j] says whether x[r·row + j] ≠ 0, for r < rows ≤ 64 and j < columns.
template <class Arch = default_arch, class T>
KILN_INLINE void nonzero_columns(std::size_t rows, std::size_t columns, const T* x, std::size_t row,
                                 std::uint64_t* out) {
  std::size_t j = 0;
  if constexpr (vectorised<T, Arch>) {
    constexpr std::size_t width = lanes<T, Arch>;
    for (; j + 4 * width <= columns; j += 4 * width) {
      nonzero_detail::columns<Arch, 4>(rows, x + j, row, out + j);
    }
    for (; j + width <= columns; j += width) {
      nonzero_detail::columns<Arch, 1>(rows, x + j, row, out + j);
    }
  }
  for (; j < columns; ++j) {
    out[j] = 0;
    for (std::size_t r = 0; r < rows; ++r) out[j] |= std::uint64_t{x[r * row + j] != T(0)} << r;
  }
}

}  // namespace kiln::simd
