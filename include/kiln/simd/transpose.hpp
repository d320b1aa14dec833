// SPDX-License-Identifier: MIT
#pragma once
// Rows turned into columns, in registers or in memory: what D·Wᵀ does with W.

#include <array>
#include <cstddef>
#include <type_traits>

#include <kiln/simd/arch.hpp>

namespace kiln::simd {

/// True where `columns` exists: floats on x86.
template <class T, class Arch>
#if defined(__SSE2__)
inline constexpr bool turns = vectorised<T, Arch>&& std::is_same_v<T, float>;
#else
inline constexpr bool turns = false;
#endif

/// Four columns of as many rows as a register has lanes: element r of register c is
/// from[r·from_row + c]. Quarters of registers are put together while they are loaded, which takes
/// any port, where a shuffle has to wait for one: that leaves two shuffles for each register.
template <class Arch>
KILN_INLINE std::array<Lanes<float, Arch>, 4> columns([[maybe_unused]] const float* from,
                                                      [[maybe_unused]] std::size_t from_row) {
  using V [[maybe_unused]] = Lanes<float, Arch>;
#if defined(__AVX512F__)  // masked, since the unmasked intrinsics make g++ 12 warn in users' code
  if constexpr (lanes<float, Arch> == 16) {
    const auto rows = [&](std::size_t r) KILN_INLINE_LAMBDA {
      const float* const at = from + r * from_row;
      __m512 x = _mm512_maskz_broadcast_f32x4(0xffff, _mm_loadu_ps(at));
      x = _mm512_mask_broadcast_f32x4(x, 0x00f0, _mm_loadu_ps(at + 4 * from_row));
      x = _mm512_mask_broadcast_f32x4(x, 0x0f00, _mm_loadu_ps(at + 8 * from_row));
      return _mm512_mask_broadcast_f32x4(x, 0xf000, _mm_loadu_ps(at + 12 * from_row));
    };
    constexpr __mmask16 all = 0xffff;
    const __m512 a = rows(0), b = rows(1), c = rows(2), d = rows(3);
    const __m512 ab_low = _mm512_maskz_unpacklo_ps(all, a, b);
    const __m512 ab_high = _mm512_maskz_unpackhi_ps(all, a, b);
    const __m512 cd_low = _mm512_maskz_unpacklo_ps(all, c, d);
    const __m512 cd_high = _mm512_maskz_unpackhi_ps(all, c, d);
    return {V(_mm512_maskz_shuffle_ps(all, ab_low, cd_low, 0x44)),
            V(_mm512_maskz_shuffle_ps(all, ab_low, cd_low, 0xee)),
            V(_mm512_maskz_shuffle_ps(all, ab_high, cd_high, 0x44)),
            V(_mm512_maskz_shuffle_ps(all, ab_high, cd_high, 0xee))};
  } else
#endif
#if defined(__AVX__)
      if constexpr (lanes<float, Arch> == 8) {
    const auto rows = [&](std::size_t r) KILN_INLINE_LAMBDA {
      const float* const at = from + r * from_row;
      return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(at)),
                                  _mm_loadu_ps(at + 4 * from_row), 1);
    };
    const __m256 a = rows(0), b = rows(1), c = rows(2), d = rows(3);
    const __m256 ab_low = _mm256_unpacklo_ps(a, b), ab_high = _mm256_unpackhi_ps(a, b);
    const __m256 cd_low = _mm256_unpacklo_ps(c, d), cd_high = _mm256_unpackhi_ps(c, d);
    return {V(_mm256_shuffle_ps(ab_low, cd_low, 0x44)), V(_mm256_shuffle_ps(ab_low, cd_low, 0xee)),
            V(_mm256_shuffle_ps(ab_high, cd_high, 0x44)),
            V(_mm256_shuffle_ps(ab_high, cd_high, 0xee))};
  } else
#endif
#if defined(__SSE2__)
      if constexpr (lanes<float, Arch> == 4) {
    __m128 a = _mm_loadu_ps(from), b = _mm_loadu_ps(from + from_row);
    __m128 c = _mm_loadu_ps(from + 2 * from_row), d = _mm_loadu_ps(from + 3 * from_row);
    _MM_TRANSPOSE4_PS(a, b, c, d);
    return {V(a), V(b), V(c), V(d)};
  } else
#endif
    return {};
}

namespace transpose_detail {
/// All rows, as many at a time as a register has lanes: the last ones and the last four columns
/// overlap their neighbours. Requires that many rows, and 4 columns.
template <class Arch>
KILN_INLINE void blocks(std::size_t rows, std::size_t columns, const float* from,
                        std::size_t from_row, float* to, std::size_t to_row) {
  constexpr std::size_t block = lanes<float, Arch>;
  for (std::size_t i = 0; i < rows; i += block) {
    const std::size_t row = i + block <= rows ? i : rows - block;
    for (std::size_t j = 0; j < columns; j += 4) {
      const std::size_t column = j + 4 <= columns ? j : columns - 4;
      const auto turned = simd::columns<Arch>(from + row * from_row + column, from_row);
      KILN_UNROLL
      for (std::size_t c = 0; c < 4; ++c) {
        turned[c].store_unaligned(to + (column + c) * to_row + row);
      }
    }
  }
}

/// Chooses the widest registers that the rows fill.
template <class Arch>
KILN_INLINE bool in_blocks(std::size_t rows, std::size_t columns, const float* from,
                           std::size_t from_row, float* to, std::size_t to_row) {
  if (rows >= lanes<float, Arch>) {
    blocks<Arch>(rows, columns, from, from_row, to, to_row);
    return true;
  }
  if constexpr (!std::is_void_v<half<Arch>>) {
    return in_blocks<half<Arch>>(rows, columns, from, from_row, to, to_row);
  }
  return false;
}
}  // namespace transpose_detail

/// to[j·to_row + i] = from[i·from_row + j] for i < rows, j < columns.
/// Floats: about 10 cycles for 64 numbers, half of what blocks of 8 × 8 take (bench/kernels/sweep).
template <class Arch, class T>
KILN_NOINLINE void transpose(std::size_t rows, std::size_t columns, const T* from,
                             std::size_t from_row, T* to, std::size_t to_row) {
  if constexpr (turns<T, Arch>) {
    if (columns >= 4 &&
        transpose_detail::in_blocks<Arch>(rows, columns, from, from_row, to, to_row)) {
      return;
    }
  }
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) to[j * to_row + i] = from[i * from_row + j];
  }
}

}  // namespace kiln::simd
