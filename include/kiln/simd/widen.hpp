// SPDX-License-Identifier: MIT
#pragma once
// Bytes become floating-point numbers, each divided by a whole number: pixels that stand in memory
// as they stand in files. The other direction is narrow.hpp.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <kiln/simd/lanes.hpp>

namespace kiln::simd {

namespace widen_detail {
#if defined(__SSE2__)
/// Four bytes as floats.
KILN_INLINE __m128 four(const std::uint8_t* from) {
  int bytes;
  std::memcpy(&bytes, from, 4);
  const __m128i zero = _mm_setzero_si128();
  const __m128i words = _mm_unpacklo_epi8(_mm_cvtsi32_si128(bytes), zero);
  return _mm_cvtepi32_ps(_mm_unpacklo_epi16(words, zero));
}
#endif

/// As many bytes as a register holds floats.
template <class V>
KILN_INLINE V load(const std::uint8_t* from) {
#if defined(__AVX512F__)
  if constexpr (V::size == 16) {  // the masks keep g++ 12 from a bogus warning
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    return V(_mm512_maskz_cvtepi32_ps(0xffff, _mm512_maskz_cvtepu8_epi32(0xffff, bytes)));
  } else
#endif
#if defined(__AVX2__)
      if constexpr (V::size == 8) {
    const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
    return V(_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes)));
  } else
#elif defined(__AVX__) && defined(__SSE2__)
  if constexpr (V::size == 8) {
    return V(_mm256_insertf128_ps(_mm256_castps128_ps256(four(from)), four(from + 4), 1));
  } else
#endif
  {
#if defined(__SSE2__)
    return V(four(from));
#elif defined(__aarch64__)
    std::uint32_t bytes;
    std::memcpy(&bytes, from, 4);
    const uint16x8_t words = vmovl_u8(vreinterpret_u8_u32(vdup_n_u32(bytes)));
    return V(vcvtq_f32_u32(vmovl_u16(vget_low_u16(words))));
#else
    alignas(64) float numbers[V::size];
    for (std::size_t i = 0; i < V::size; ++i) numbers[i] = from[i];
    return V::load_aligned(numbers);
#endif
  }
}
}  // namespace widen_detail

/// toᵢ ← fromᵢ/divisor for i < n, correctly rounded: the same bits on every instruction set.
///
/// With FMA it is not a division (1.25×, bench/data/minibatches) but x·h + x·l, where h + l is
/// 1/divisor to 47 bits: no quotient of a byte by a number of 16 bits lies within 2⁻⁴¹ of the
/// middle between two floats.
///
/// Requires a divisor of at least 1.
template <class Arch = default_arch, class T>
KILN_INLINE constexpr void widen(std::size_t n, const std::uint8_t* from, std::uint16_t divisor,
                                 T* to) {
  assert(divisor > 0 && "widen: the divisor must be at least 1");
  const T d = static_cast<T>(divisor);
  std::size_t i = 0;
  if constexpr (vectorised<T, Arch> && std::is_same_v<T, float>) {
    if (!std::is_constant_evaluated()) {
      using V = Lanes<T, Arch>;
      T high = T(1) / d;
      simd::pin(high);  // or -ffast-math finds that what follows is 0
      const V h(high), l(simd::fma(-high, d, T(1)) / d), whole(d);
      for (const std::size_t end = n - n % V::size; i < end; i += V::size) {
        const V x = widen_detail::load<V>(from + i);
        V y;
        if constexpr (has_fma<T>) y = simd::fma(x, h, x * l);
        else y = simd::divide(x, whole);
        y.store_unaligned(to + i);
      }
    }
  }
  for (; i < n; ++i) to[i] = static_cast<T>(from[i]) / d;
}

}  // namespace kiln::simd
