// SPDX-License-Identifier: MIT
#pragma once
// Rows of floats become rows of narrow numbers: bytes on a scale, or BFloat16. Same bits on every
// instruction set with hardware FMA. Whole blocks of 64 bytes are written, what is beyond the row
// as if it were 0.

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <kiln/simd/bfloat16.hpp>
#include <kiln/simd/dot_arch.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln::simd {

/// A byte b stands for (b − zero)·step.
struct ByteScale {
  float inverse = 0;  ///< 1/step
  float zero = 0;     ///< the byte that stands for 0, an integer

  /// x·inverse + zero, rounded to nearest (ties to even) and saturated; 0 for NaN.
  constexpr std::uint8_t operator()(float x) const {
    float y = simd::fma(x, inverse, zero);
    y = y > 255 ? 255 : y > 0 ? y : 0;
    y = y + 0x1p23F;
    simd::pin(y);
    return static_cast<std::uint8_t>(simd::bit_cast<std::uint32_t>(y));
  }
};

/// x as BFloat16, with denormal numbers taken for zero, as by the processors that multiply
/// such numbers.
KILN_INLINE constexpr BFloat16 flushed(float x) {
  const bool tiny = (simd::bit_cast<std::uint32_t>(x) & 0x7f800000) == 0;
  return BFloat16(tiny ? simd::bit_cast<float>(simd::bit_cast<std::uint32_t>(x) & 0x80000000) : x);
}

namespace narrow_detail {
#if defined(__SSE4_1__)
/// The first `count` of a register's floats, or all; zeros behind them. Reads no others.
template <class V>
KILN_INLINE V load_first(const float* x, std::size_t count) {
#if defined(__AVX512F__)
  if constexpr (V::size == 16) {
    return count >= 16 ? V::load_unaligned(x)
                       : V(_mm512_maskz_loadu_ps(static_cast<__mmask16>((1U << count) - 1), x));
  } else
#endif
#if defined(__AVX2__)
      if constexpr (V::size == 8) {
    const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const __m256i mask = _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)), lane);
    return count >= 8 ? V::load_unaligned(x) : V(_mm256_maskload_ps(x, mask));
  } else
#endif
  {
    if (count >= 4) return V::load_unaligned(x);
    alignas(16) float first[4] = {};
    for (std::size_t i = 0; i < count; ++i) first[i] = x[i];
    return V::load_aligned(first);
  }
}

/// `Parts` registers with the first `count` floats, or as many as they hold, and then zeros.
template <class V, std::size_t Parts>
KILN_INLINE std::array<V, Parts> load_block(const float* x, std::size_t count) {
  std::array<V, Parts> all;
  KILN_UNROLL
  for (std::size_t p = 0; p < Parts; ++p) {
    const std::size_t before = p * V::size;
    all[p] = load_first<V>(x + before, count > before ? count - before : 0);
  }
  return all;
}

#if defined(__AVX512F__)
KILN_INLINE __m512i rounded(__m512 y) {  // the masks keep g++ 12 from a bogus warning
  return _mm512_maskz_cvtps_epi32(0xffff, _mm512_maskz_min_ps(0xffff, _mm512_set1_ps(255), y));
}
#endif
#if defined(__AVX2__)
KILN_INLINE __m256i rounded(__m256 y) {
  return _mm256_cvtps_epi32(_mm256_min_ps(_mm256_set1_ps(255), y));
}
#endif
KILN_INLINE __m128i rounded(__m128 y) { return _mm_cvtps_epi32(_mm_min_ps(_mm_set1_ps(255), y)); }

/// As many bytes as four registers of `Arch` hold floats. NaN becomes the lowest integer, and so 0.
template <class Arch>
KILN_INLINE void bytes(const float* x, std::size_t count, ByteScale scale, std::uint8_t* to) {
  using V = Lanes<float, Arch>;
  auto y = load_block<V, 4>(x, count);
  KILN_UNROLL
  for (V& part : y) part = simd::fma(part, V(scale.inverse), V(scale.zero));
  const auto a = rounded(y[0].data), b = rounded(y[1].data), c = rounded(y[2].data),
             d = rounded(y[3].data);
#if defined(__AVX512BW__)
  if constexpr (V::size == 16) {
    const __m512i all = _mm512_packus_epi16(_mm512_packs_epi32(a, b), _mm512_packs_epi32(c, d));
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    _mm512_storeu_si512(to, _mm512_maskz_permutexvar_epi32(0xffff, order, all));
  } else
#endif
#if defined(__AVX2__)
      if constexpr (V::size == 8) {
    const __m256i all = _mm256_packus_epi16(_mm256_packs_epi32(a, b), _mm256_packs_epi32(c, d));
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_permutevar8x32_epi32(all, order));
  } else
#endif
  {
    const __m128i all = _mm_packus_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), all);
  }
}

/// As many BFloat16 as two registers hold floats.
template <class Arch, bool OneInstruction>
KILN_INLINE void bfloat16s(const float* x, std::size_t count, BFloat16* to) {
  using V = Lanes<float, Arch>;
  const auto [a, b] = load_block<V, 2>(x, count);
#if defined(__AVX512BF16__) && defined(__AVX512VL__)
  if constexpr (OneInstruction && V::size == 16) {
    _mm512_storeu_si512(to, (__m512i)_mm512_cvtne2ps_pbh(b, a));
    return;
  }
#endif
  const auto upper = [](const V& v) {
    using Bits = decltype(simd::to_bits(v));
    const Bits all = simd::to_bits(v), exponent = all & Bits(0x7f800000U);
    const Bits up =
        simd::shift_right<16>(all + Bits(0x7fffU) + (simd::shift_right<16>(all) & Bits(1U)));
    const Bits nan = simd::shift_right<16>(all) | Bits(0x40U);
    const Bits sign = simd::shift_right<16>(all & Bits(0x80000000U));
    const Bits finite = simd::select(exponent == Bits(0U), sign, up);
    return simd::select((all & Bits(0x7fffffffU)) > Bits(0x7f800000U), nan, finite);
  };
#if defined(__AVX512BW__)
  if constexpr (V::size == 16) {
    const __m512i all = _mm512_packus_epi32(upper(a), upper(b));
    const __m512i order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
    _mm512_storeu_si512(to, _mm512_maskz_permutexvar_epi64(0xff, order, all));
  } else
#endif
#if defined(__AVX2__)
      if constexpr (V::size == 8) {
    const __m256i all = _mm256_packus_epi32(upper(a), upper(b));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_permute4x64_epi64(all, 0xd8));
  } else
#endif
  {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_packus_epi32(upper(a), upper(b)));
  }
}
#endif

/// f(x, count, to) for blocks of n floats until 64 bytes are full.
template <std::size_t Block, class T, class F>
KILN_INLINE void in_blocks(std::size_t n, const float* x, T* to, const F& f) {
  constexpr std::size_t step = 64 / sizeof(T);
  std::size_t i = 0;
  for (; i + Block <= n; i += Block) f(x + i, Block, to + i);
  for (; i < n || i % step != 0; i += Block) f(x + i, i < n ? n - i : 0, to + i);
}
}  // namespace narrow_detail

/// to ← the bytes of n floats, then of zeros.
template <class Arch = default_dot_arch>
KILN_INLINE void to_bytes(std::size_t n, const float* x, ByteScale scale, std::uint8_t* to) {
  using Base = dot_base<Arch>;
  constexpr std::size_t block = lanes<float, Base> == 1 ? 1 : 4 * lanes<float, Base>;
  narrow_detail::in_blocks<block>(
      n, x, to, [&](const float* from, std::size_t count, std::uint8_t* at) KILN_INLINE_LAMBDA {
        if constexpr (block == 1) {
          *at = scale(count > 0 ? *from : 0.0F);
        }
#if defined(__SSE4_1__)
        else {
          narrow_detail::bytes<Base>(from, count, scale, at);
        }
#endif
      });
}

/// to ← n floats as BFloat16, `flushed`, then zeros.
template <class Arch = default_dot_arch>
KILN_INLINE void to_bfloat16s(std::size_t n, const float* x, BFloat16* to) {
  using Base = dot_base<Arch>;
  constexpr std::size_t block = lanes<float, Base> == 1 ? 1 : 2 * lanes<float, Base>;
  narrow_detail::in_blocks<block>(
      n, x, to, [](const float* from, std::size_t count, BFloat16* at) KILN_INLINE_LAMBDA {
        if constexpr (block == 1) {
          *at = flushed(count > 0 ? *from : 0.0F);
        }
#if defined(__SSE4_1__)
        else {
          narrow_detail::bfloat16s<Base, dot_parts<Arch>::bfloat16s>(from, count, at);
        }
#endif
      });
}

}  // namespace kiln::simd
