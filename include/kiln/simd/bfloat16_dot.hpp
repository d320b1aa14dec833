// SPDX-License-Identifier: MIT
#pragma once
// Products with weights of 16 bits, in the form that dot.hpp describes, two terms in each lane:
// BFloat16Dot rounds the other factor to BFloat16 too, PackedPairProduct keeps it a float.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <kiln/simd/dot.hpp>

namespace kiln::simd {

namespace dot_detail {
/// The two floats of each lane.
template <class V>
struct Pair {
  V first, second;
};

template <class Arch>
struct FloatLanes : Sums<float, Lanes<float, dot_base<Arch>>, lanes<float, dot_base<Arch>>> {
  using base = dot_base<Arch>;
  using Accumulator = Lanes<float, base>;
  static constexpr std::size_t group = 2;
  static constexpr std::size_t lanes = simd::lanes<float, base>;
  static constexpr bool exact = false;  ///< the order of the sums is part of the result

  using Bits = decltype(simd::to_bits(Accumulator{}));
  /// The lower half of each 32 bits as BFloat16.
  static KILN_INLINE Accumulator lower(const Bits& both) {
    return simd::from_bits<Accumulator>(simd::shift_left<16>(both));
  }
  /// The upper one.
  static KILN_INLINE Accumulator upper(const Bits& both) {
    return simd::from_bits<Accumulator>(both & Bits(0xffff0000U));
  }
  static KILN_INLINE Bits read(const void* from) {
    if constexpr (lanes == 1) {
      std::uint32_t both;
      std::memcpy(&both, from, 4);
      return both;
    } else {
      return simd::to_bits(Accumulator::load_unaligned(static_cast<const float*>(from)));
    }
  }
  /// Word `Word` of groups of `Size` words, group (At·lanes + l)/Each for lane l.
  template <std::size_t Size, std::size_t Word, std::size_t Each, std::size_t At>
  static KILN_INLINE Bits spread(const void* x) {
    const char* const from = static_cast<const char*>(x) + At * lanes / Each * Size * 4;
    if constexpr (lanes == 1) {
      return read(from + 4 * Word);
    }
#if defined(__SSE4_1__)
    else {
      return Bits(spread_words<base, Size, Word, Each>(from).data);
    }
#endif
  }
};
}  // namespace dot_detail

/// The weights of one output for 2 neighbouring terms.
struct BFloat16Pair {
  std::array<BFloat16, 2> term{};  ///< in order

  /// Zeros.
  constexpr BFloat16Pair() = default;
  /// Rounds both.
  constexpr BFloat16Pair(float first, float second) : term{BFloat16(first), BFloat16(second)} {}
  /// The first weight.
  constexpr float first() const { return static_cast<float>(term[0]); }
  /// The second weight.
  constexpr float second() const { return static_cast<float>(term[1]); }
};

/// BFloat16 times BFloat16, the sums in float: sum ← x₀·w₀ + (x₁·w₁ + sum), each step rounded once.
/// Intel's instruction gives the same bits where neither a factor nor a sum is denormal (it flushes
/// those); AMD's may round otherwise, by no more than half a unit in the last place of each step.
template <class Arch>
struct BFloat16Dot : dot_detail::FloatLanes<Arch> {
  using Floats = dot_detail::FloatLanes<Arch>;
  using Floats::lanes;
  using typename Floats::Accumulator;
  using Input = BFloat16;
  using Weight = BFloat16Pair;
  static constexpr bool one_instruction = dot_parts<Arch>::bfloat16s && lanes > 1;
  using Operand =
      std::conditional_t<one_instruction, typename Floats::Bits, dot_detail::Pair<Accumulator>>;

  /// One pair for all lanes.
  static KILN_INLINE Operand broadcast(const Input* x) { return spread<16, 0>(x); }
  /// Lane l of register number `At` of a row of 16 lanes takes pair (At·lanes + l)/Each.
  template <std::size_t Each, std::size_t At>
  static KILN_INLINE Operand spread(const Input* x) {
    return split(Floats::template spread<1, 0, Each, At>(x));
  }
  /// The weights of the lanes.
  static KILN_INLINE Operand right(const Weight* w) { return split(Floats::read(w)); }

  /// sum + left·right.
  static KILN_INLINE Accumulator add(const Accumulator& sum, const Operand& left,
                                     const Operand& right) {
    if constexpr (!one_instruction) {
      return simd::fma(left.first, right.first, simd::fma(left.second, right.second, sum));
    }
#if defined(__AVX512BF16__) && defined(__AVX512VL__)
    else if constexpr (lanes == 16) {
      return _mm512_dpbf16_ps(sum, (__m512bh)left.data, (__m512bh)right.data);
    } else if constexpr (lanes == 8) {
      return _mm256_dpbf16_ps(sum, (__m256bh)left.data, (__m256bh)right.data);
    } else {
      return _mm_dpbf16_ps(sum, (__m128bh)left.data, (__m128bh)right.data);
    }
#endif
  }

  /// The weights stay in registers (see pin).
  static KILN_INLINE void keep(Operand& right) {
    if constexpr (one_instruction) {
      simd::pin(right);
    } else {
      simd::pin(right.first);
      simd::pin(right.second);
    }
  }

 private:
  static KILN_INLINE Operand split(const typename Floats::Bits& both) {
    if constexpr (one_instruction) return both;
    else return {Floats::lower(both), Floats::upper(both)};
  }
};

/// Two weights in 32 bits for PackedPairProduct, each within half a unit in the last place of a
/// BFloat16. The first is the lower half. The second is all 32 bits, read as a float: its upper
/// half is chosen with the lower one in mind, so that nobody need clear that first. Requires
/// |first|, |second| < 2¹²⁷; a second weight below 2⁻⁶² becomes about 2⁻⁶².
struct PackedPair {
  std::uint32_t bits = 0;  ///< both

  /// Zeros.
  constexpr PackedPair() = default;
  /// Rounds both.
  constexpr PackedPair(float first, float second) {
    constexpr std::uint32_t smallest = 0x20800000;
    const std::uint32_t low = BFloat16(first).bits, all = simd::bit_cast<std::uint32_t>(second);
    const std::uint32_t size = all & 0x7fffffff;
    const std::uint32_t high = size < smallest ? smallest : (size - low + 0x8000) & 0xffff0000;
    bits = (all & 0x80000000) | high | low;
  }
  /// The first weight.
  constexpr float first() const { return simd::bit_cast<float>(bits << 16); }
  /// The second weight.
  constexpr float second() const { return simd::bit_cast<float>(bits); }
};

/// A float times a weight of 16 bits: sum ← x₁·w₁ + (x₀·w₀ + sum), each step rounded once; the same
/// bits on every instruction set.
template <class Arch>
struct PackedPairProduct : dot_detail::FloatLanes<Arch> {
  using Floats = dot_detail::FloatLanes<Arch>;
  using typename Floats::Accumulator;
  using Input = float;
  using Weight = PackedPair;
  using Operand = dot_detail::Pair<Accumulator>;

  /// One pair for all lanes.
  static KILN_INLINE Operand broadcast(const Input* x) { return spread<16, 0>(x); }
  /// Lane l of register number `At` of a row of 16 lanes takes pair (At·lanes + l)/Each.
  template <std::size_t Each, std::size_t At>
  static KILN_INLINE Operand spread(const Input* x) {
    return {simd::from_bits<Accumulator>(Floats::template spread<2, 0, Each, At>(x)),
            simd::from_bits<Accumulator>(Floats::template spread<2, 1, Each, At>(x))};
  }
  /// The weights of the lanes.
  static KILN_INLINE Operand right(const Weight* w) {
    const typename Floats::Bits both = Floats::read(w);
    return {Floats::lower(both), simd::from_bits<Accumulator>(both)};
  }
  /// sum + left·right.
  static KILN_INLINE Accumulator add(const Accumulator& sum, const Operand& left,
                                     const Operand& right) {
    return simd::fma(left.second, right.second, simd::fma(left.first, right.first, sum));
  }
  /// The weights stay in registers (see pin).
  static KILN_INLINE void keep(Operand& right) {
    simd::pin(right.first);
    simd::pin(right.second);
  }
};

}  // namespace kiln::simd
