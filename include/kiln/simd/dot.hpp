// SPDX-License-Identifier: MIT
#pragma once
// Dot products of narrow numbers, register by register: each 32-bit lane is one output, and adds
// the products of a group of neighbouring terms, 4 bytes or 2 BFloat16. A product has
//   Input, Weight, group      one term of the left operand, the weights of a group (32 bits), and
//                             how many terms those are
//   Accumulator, lanes        a register of sums
//   broadcast(x), spread(x)   the left operand: one group for all lanes, or one for each E lanes
//   right(w), add(sum, …)     the right operand, and the product
// Not here: loops over them (kernels/packed.hpp).

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <kiln/simd/bfloat16.hpp>
#include <kiln/simd/dot_arch.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln::simd {

namespace dot_detail {
#if defined(__SSE4_1__)
/// The 32-bit integers of a register of `Arch`.
template <class Arch>
using Words = registers::Register<std::int32_t, Arch>;

/// 2 or 4 words, the rest zero.
template <std::size_t Count>
KILN_INLINE __m128i few_words(const void* from) {
  const auto* const at = static_cast<const __m128i*>(from);
  if constexpr (Count == 2) return _mm_loadl_epi64(at);
  else return _mm_loadu_si128(at);
}

/// Word number `Word` of each of some neighbouring groups of `Size` words, over `Each` lanes.
template <class Arch, std::size_t Size, std::size_t Word, std::size_t Each>
KILN_INLINE Words<Arch> spread_words(const void* from) {
  constexpr std::size_t count = Words<Arch>::size / Each * Size;
  if constexpr (Words<Arch>::size <= Each) {
    std::int32_t word;
    std::memcpy(&word, static_cast<const char*>(from) + 4 * Word, 4);
    return Words<Arch>(word);
  }
#if defined(__AVX512F__)
  else if constexpr (Words<Arch>::size == 16) {
    constexpr int a = Word, b = 4 / Each * Size + Word, c = 8 / Each * Size + Word,
                  d = 12 / Each * Size + Word;
    const __m512i index = _mm512_setr_epi32(a, a, a, a, b, b, b, b, c, c, c, c, d, d, d, d);
    __m512i groups;
    if constexpr (count <= 4) groups = _mm512_castsi128_si512(few_words<count>(from));
    else groups = _mm512_castsi256_si512(_mm256_loadu_si256(static_cast<const __m256i*>(from)));
    return _mm512_maskz_permutexvar_epi32(0xffff, index, groups);
  }
#endif
#if defined(__AVX2__)
  else if constexpr (Words<Arch>::size == 8) {
    constexpr int a = Word, b = Size + Word;
    const __m256i index = _mm256_setr_epi32(a, a, a, a, b, b, b, b);
    return _mm256_permutevar8x32_epi32(_mm256_castsi128_si256(few_words<count>(from)), index);
  }
#endif
}
#endif

#if defined(__AVX2__)
/// Lane l takes lane l xor `Distance`, 4 or 8.
template <std::size_t Distance, class V>
KILN_INLINE V exchange(const V& x) {
  constexpr bool floats = std::is_same_v<typename V::value_type, float>;
#if defined(__AVX512F__)
  if constexpr (sizeof(V) == 64) {
    constexpr int order = Distance == 4 ? 0xb1 : 0x4e;
    if constexpr (floats) return _mm512_maskz_shuffle_f32x4(0xffff, x, x, order);
    else return _mm512_maskz_shuffle_i32x4(0xffff, x, x, order);
  } else
#endif
      if constexpr (floats)
    return _mm256_permute2f128_ps(x, x, 1);
  else return _mm256_permute2x128_si256(x, x, 1);
}
#endif

/// Sums of type `T`, in registers `V` of `Lanes` or alone.
template <class T, class V, std::size_t Lanes>
struct Sums {
  using Number = T;
  using Accumulator = V;
  static constexpr std::size_t lanes = Lanes;
  /// Reads as many sums as a register holds.
  static KILN_INLINE V load(const T* from) {
    if constexpr (Lanes == 1) return *from;
    else return V::load_unaligned(from);
  }
  /// Writes them.
  static KILN_INLINE void store(const V& sum, T* to) {
    if constexpr (Lanes == 1) *to = sum;
    else sum.store_unaligned(to);
  }

  /// The 16 lanes in `part` hold 16/Columns sums of each of 4 or 8 columns, one after the other.
  /// They are added, (s0 + s1) + (s2 + s3), and stand in the first registers (with others behind
  /// them).
  template <std::size_t Columns>
  static KILN_INLINE void fold(std::array<V, 16 / Lanes>& part) {
    if constexpr (Lanes <= 4) {
      for (std::size_t j = 0; j < Columns / Lanes; ++j) {
        if constexpr (Columns == 8) part[j] = part[j] + part[j + 8 / Lanes];
        else
          part[j] = (part[j] + part[j + 4 / Lanes]) + (part[j + 8 / Lanes] + part[j + 12 / Lanes]);
      }
    }
#if defined(__AVX2__)
    else {
      if constexpr (Columns == 4) {
        for (V& sums : part) sums = sums + exchange<4>(sums);
      }
      if constexpr (Lanes == 8) part[0] = part[0] + part[1];
      else part[0] = part[0] + exchange<8>(part[0]);
    }
#endif
  }
};

/// Integers beside the floats of `Arch`.
#if defined(__SSE4_1__)
template <class Arch, bool = (lanes<float, Arch> > 1)>
struct IntegerLanes {
  using type = registers::Register<std::int32_t, Arch>;
};
#else
template <class Arch, bool = false>
struct IntegerLanes;
#endif
template <class Arch>
struct IntegerLanes<Arch, false> {
  using type = std::int32_t;
};
}  // namespace dot_detail

/// The weights of one output for 4 neighbouring terms.
struct FourBytes {
  std::int8_t term[4];  ///< in order
};

/// Unsigned bytes times signed ones, summed exactly in 32 bits: the same on every instruction set.
template <class Arch>
struct ByteDot
    : dot_detail::Sums<std::int32_t, typename dot_detail::IntegerLanes<dot_base<Arch>>::type,
                       lanes<float, dot_base<Arch>>> {
  using base = dot_base<Arch>;
  using Register = typename dot_detail::IntegerLanes<base>::type;
  using Accumulator = Register;
  using Input = std::uint8_t;
  using Weight = FourBytes;
  static constexpr std::size_t group = 4;
  static constexpr std::size_t lanes = simd::lanes<float, base>;
  static constexpr bool exact = true;  ///< sums may be split in any way
  static constexpr bool one_instruction = dot_parts<Arch>::bytes && lanes > 1;

  /// Four terms for each lane, split where there is no instruction for them.
  struct Split {
    Register even, odd;
  };
  /// Four terms without registers.
  struct Four {
    std::int32_t term[4];
  };
  using Operand =
      std::conditional_t<lanes == 1, Four, std::conditional_t<one_instruction, Register, Split>>;

  /// One group for all lanes.
  static KILN_INLINE Operand broadcast(const Input* x) { return spread<16, 0>(x); }

  /// Lane l of register number `At` of a row of 16 lanes takes group (At·lanes + l)/Each.
  template <std::size_t Each, std::size_t At>
  static KILN_INLINE Operand spread(const Input* x) {
    const Input* const from = x + At * lanes / Each * group;
    if constexpr (lanes == 1) {
      return Four{{from[0], from[1], from[2], from[3]}};
    }
#if defined(__SSE4_1__)
    else {
      const Register all = dot_detail::spread_words<base, 1, 0, Each>(from);
      if constexpr (one_instruction) return all;
      else return {all & Register(0x00ff00ff), logical_shift(all)};
    }
#endif
  }

  /// The weights of the lanes.
  static KILN_INLINE Operand right(const Weight* w) {
    if constexpr (lanes == 1) {
      return Four{{w->term[0], w->term[1], w->term[2], w->term[3]}};
    }
#if defined(__SSE4_1__)
    else {
      const Register all = read(w);
      if constexpr (one_instruction) return all;
      else return {extend(shift_up(all)), extend(all)};
    }
#endif
  }

  /// sum + Σ left·right over a group.
  static KILN_INLINE Accumulator add(const Accumulator& sum, const Operand& left,
                                     const Operand& right) {
    if constexpr (lanes == 1) {
      return sum + left.term[0] * right.term[0] + left.term[1] * right.term[1] +
             left.term[2] * right.term[2] + left.term[3] * right.term[3];
    }
#if defined(__SSE4_1__)
    else if constexpr (one_instruction) {
      Accumulator total = multiply_add(sum, left, right);
      simd::pin(total);
      return total;
    } else {
      return sum + pairs(left.even, right.even) + pairs(left.odd, right.odd);
    }
#endif
  }

  /// The sums as floats, rounded to nearest.
  static KILN_INLINE Lanes<float, base> to_floats(const Accumulator& sum) {
    if constexpr (lanes == 1) {
      return static_cast<float>(sum);
    }
#if defined(__SSE4_1__)
    else {
      return rounded(sum);
    }
#endif
  }

  /// The weights stay in registers (see pin).
  static KILN_INLINE void keep(Operand& right) {
    if constexpr (lanes > 1 && one_instruction) simd::pin(right);
  }

 private:
#if defined(__SSE4_1__)
// Each of these for registers of 512, 256 and 128 bits. Not the saturating vpmaddubsw, which is
// wrong from 255·127 + 255·2 on.
#if defined(__AVX512BW__)
#define KILN_BY_WIDTH(wide, middle, narrow)     \
  if constexpr (lanes == 16) return wide;       \
  else if constexpr (lanes == 8) return middle; \
  else return narrow
#elif defined(__AVX2__)
#define KILN_BY_WIDTH(wide, middle, narrow) \
  if constexpr (lanes == 8) return middle;  \
  else return narrow
#else
#define KILN_BY_WIDTH(wide, middle, narrow) return narrow
#endif
#if defined(__AVX512VNNI__) && defined(__AVX512VL__)
  static KILN_INLINE Register multiply_add(Register sum, Register x, Register w) {
    KILN_BY_WIDTH(_mm512_dpbusd_epi32(sum.data, x.data, w.data),
                  _mm256_dpbusd_epi32(sum.data, x.data, w.data),
                  _mm_dpbusd_epi32(sum.data, x.data, w.data));
  }
#elif defined(__AVXVNNI__)
  static KILN_INLINE Register multiply_add(Register sum, Register x, Register w) {
    KILN_BY_WIDTH(sum, _mm256_dpbusd_avx_epi32(sum.data, x.data, w.data),
                  _mm_dpbusd_avx_epi32(sum.data, x.data, w.data));
  }
#endif
  static KILN_INLINE Lanes<float, base> rounded(Register x) {
    KILN_BY_WIDTH(_mm512_maskz_cvtepi32_ps(0xffff, x), _mm256_cvtepi32_ps(x), _mm_cvtepi32_ps(x));
  }
  static KILN_INLINE Register read(const Weight* w) {
    const void* const from = w;
    KILN_BY_WIDTH(_mm512_loadu_si512(from), _mm256_loadu_si256(static_cast<const __m256i*>(from)),
                  _mm_loadu_si128(static_cast<const __m128i*>(from)));
  }
  // 16-bit lanes: Σ of two neighbouring products; x >> 8; x << 8; the upper byte with its sign.
  static KILN_INLINE Register pairs(Register a, Register b) {
    KILN_BY_WIDTH(_mm512_madd_epi16(a, b), _mm256_madd_epi16(a, b), _mm_madd_epi16(a, b));
  }
  static KILN_INLINE Register logical_shift(Register x) {
    KILN_BY_WIDTH(_mm512_srli_epi16(x, 8), _mm256_srli_epi16(x, 8), _mm_srli_epi16(x, 8));
  }
  static KILN_INLINE Register shift_up(Register x) {
    KILN_BY_WIDTH(_mm512_slli_epi16(x, 8), _mm256_slli_epi16(x, 8), _mm_slli_epi16(x, 8));
  }
  static KILN_INLINE Register extend(Register x) {
    KILN_BY_WIDTH(_mm512_srai_epi16(x, 8), _mm256_srai_epi16(x, 8), _mm_srai_epi16(x, 8));
  }
#undef KILN_BY_WIDTH
#endif
};

}  // namespace kiln::simd
