// SPDX-License-Identifier: MIT
#pragma once
// exp, log, tanh and sigmoid, each written once for a number and for a register of them: the same
// bits on every instruction set and in constant evaluation. Within 2.5 units in the last place
// over the whole range, with the right limits. Not xsimd's own: those differ between instruction
// sets and exp stops at 88.38.
// Source: range reduction after Cody and Waite; log as in fdlibm's e_log.c; the polynomials are
// Chebyshev interpolants computed with 90 digits, those of exp and tanh in float minimax ones
// (Lawson's iteration), one term shorter.

#include <array>
#include <cstddef>
#include <limits>
#include <utility>

#include <kiln/simd/lanes.hpp>

namespace kiln::simd {

/// The constants of exp and log for one scalar.
template <class T>
struct MathConstants;

/// Those of float.
template <>
struct MathConstants<float> {
  static constexpr float log2_e = 0x1.715476p+0F;
  static constexpr float ln2_high = 0x1.62ep-1F;      ///< 12 bits: n·ln2_high is exact
  static constexpr float ln2_low = 0x1.0bfbe8p-15F;   ///< ln 2 − ln2_high
  static constexpr float ln2 = 0x1.62e43p-1F;         ///< 24 bits: fma(n, −ln2, x) is exact
  static constexpr float ln2_rest = -0x1.05c61p-29F;  ///< ln 2 − ln2
  static constexpr float rounder = 0x1.8p+23F;        ///< 1.5·2^23: x + rounder rounds x
  static constexpr float bias = 127;                  ///< of the exponent
  static constexpr unsigned mantissa_bits = 23;       ///<
  static constexpr float exp_min = -104;              ///< exp is 0 from here on
  static constexpr float exp_max = 89;                ///< exp is inf from here on
  static constexpr float sigmoid_max = 20;            ///< sigmoid is 1 from here on
  static constexpr float sigmoid_unit = 0x1.8p-30F;   ///< times e¹⁰⁴ it is finite
  static constexpr float tanh_max = 10;               ///< tanh is 1 from here on
  /// (eʳ − 1 − r)/r² for |r| ≤ ln 2/2
  static constexpr std::array<float, 5> exp_tail = {0x1.fffffcp-2F, 0x1.555492p-3F, 0x1.5558acp-5F,
                                                    0x1.123974p-7F, 0x1.6a507cp-10F};
  /// (1 − e⁻ʳ − r)/r², the same polynomial at −r
  static constexpr std::array<float, 5> fall_tail = {-exp_tail[0], exp_tail[1], -exp_tail[2],
                                                     exp_tail[3], -exp_tail[4]};
  /// (e²ʳ − 1 − 2r)/(2r²) for |r| ≤ ln 2/4, by the error of tanh
  static constexpr std::array<float, 6> tanh_tail = {
      0x1p+0F, 0x1.555556p-1F, 0x1.5554eap-2F, 0x1.111098p-3F, 0x1.6d4a4ep-5F, 0x1.a0eda4p-7F};
  /// (log((1 + s)/(1 − s)) − 2s)/s³ in s², for |s| ≤ 0.172
  static constexpr std::array<float, 4> log_tail = {0x1.555556p-1F, 0x1.9999ecp-2F, 0x1.245c28p-2F,
                                                    0x1.ddd4dap-3F};
};

/// Those of double.
template <>
struct MathConstants<double> {
  static constexpr double log2_e = 0x1.71547652b82fep+0;
  static constexpr double ln2_high = 0x1.62e42fefap-1;
  static constexpr double ln2_low = 0x1.cf79abc9e3b3ap-40;
  static constexpr double rounder = 0x1.8p+52;
  static constexpr double bias = 1023;
  static constexpr unsigned mantissa_bits = 52;
  static constexpr double exp_min = -746;
  static constexpr double exp_max = 710;
  static constexpr double sigmoid_max = 40;
  static constexpr double sigmoid_unit = 0x1.8p-100;
  static constexpr double tanh_max = 20;
  static constexpr std::array<double, 11> exp_tail = {0x1p-1,
                                                      0x1.5555555555557p-3,
                                                      0x1.5555555555556p-5,
                                                      0x1.11111111100bep-7,
                                                      0x1.6c16c16c162c3p-10,
                                                      0x1.a01a01abf85abp-13,
                                                      0x1.a01a01a6e1e2ap-16,
                                                      0x1.71de01fdbf9cap-19,
                                                      0x1.27e4db46cddd1p-22,
                                                      0x1.af4e554377204p-26,
                                                      0x1.1f7340dbc337ep-29};
  static constexpr std::array<double, 8> log_tail = {
      0x1.5555555555555p-1, 0x1.9999999999a39p-2, 0x1.2492492476a1ap-2, 0x1.c71c7201a55d7p-3,
      0x1.745cf8e4bba1bp-3, 0x1.3b1c3c1c81c8fp-3, 0x1.0fbde0f4ad17bp-3, 0x1.0c0aff044a970p-3};
};

/// c₀ + c₁x + c₂x² + … by Horner's rule, every step one fma.
template <class V, class T, std::size_t N>
KILN_INLINE constexpr V polynomial(const V& x, const std::array<T, N>& coefficients) {
  const T* const c = coefficients.data();
  V sum(c[N - 1]);
  for (std::size_t i = N - 1; i-- > 0;) sum = simd::fma(sum, x, V(c[i]));
  return sum;
}

/// The same, given x² too: pairs of terms by Horner's rule in x². Half as many steps wait for each
/// other, for one multiplication more.
template <class V, class T, std::size_t N>
KILN_INLINE constexpr V polynomial(const V& x, const V& square,
                                   const std::array<T, N>& coefficients) {
  const T* const c = coefficients.data();
  std::size_t i = (N - 1) / 2 * 2;
  V sum = N % 2 == 0 ? simd::fma(V(c[N - 1]), x, V(c[N - 2])) : V(c[N - 1]);
  while (i > 0) {
    i -= 2;
    sum = simd::fma(sum, square, simd::fma(V(c[i + 1]), x, V(c[i])));
  }
  return sum;
}

/// 2ⁿ from n + rounder + bias, whose last bits are the exponent; for |n| < bias.
template <class V>
KILN_INLINE constexpr V power_of_two(const V& shifted) {
  constexpr int shift = static_cast<int>(MathConstants<scalar_of<V>>::mantissa_bits);
  return simd::from_bits<V>(simd::shift_left<shift>(simd::to_bits(shifted)));
}

/// x·log₂e, rounded to an integer n, as n + rounder + bias.
template <class V>
KILN_INLINE constexpr V shifted_exponent(const V& x, scalar_of<V> log2_e) {
  using C = MathConstants<scalar_of<V>>;
  V shifted = simd::fma(x, V(log2_e), V(C::rounder + C::bias));
  simd::pin(shifted);
  return shifted;
}

/// eˣ = 2ⁿ·eʳ.
template <class V>
struct ReducedExp {
  V shifted;  ///< n + rounder + bias
  V n;        ///< the power of two, an integer
  V r;        ///< x − n·ln 2, |r| ≤ ln 2/2
  V square;   ///< r²
  V bend;     ///< (eʳ − 1 − r)/r²

  /// eʳ − 1.
  KILN_INLINE constexpr V tail() const { return simd::fma(square, bend, r); }
};

/// Splits eˣ; x within [exp_min, exp_max].
template <class V>
KILN_INLINE constexpr ReducedExp<V> reduce_exp(const V& x) {
  using T = scalar_of<V>;
  using C = MathConstants<T>;
  const V shifted = simd::shifted_exponent(x, C::log2_e);
  const V n = shifted - V(C::rounder + C::bias);
  if constexpr (sizeof(T) == 4 && has_fma<T>) {
    // What ln2 lacks of ln 2 changes the bend by less than can be seen: nothing waits for it.
    const V rough = simd::fma(n, V(-C::ln2), x);
    const V r = simd::fma(n, V(-C::ln2_rest), rough);
    return {shifted, n, r, r * r, simd::polynomial(rough, rough * rough, C::exp_tail)};
  } else {
    V r = simd::fma(n, V(-C::ln2_high), x);
    r = simd::fma(n, V(-C::ln2_low), r);
    const V square = r * r;
    return {shifted, n, r, square, simd::polynomial(r, square, C::exp_tail)};
  }
}

/// x·2ⁿ, rounded once, for |n| ≤ 1.5·bias: two exact powers of two, since one
/// alone would overflow. AVX-512 has an instruction for it.
template <class V>
KILN_INLINE constexpr V scale_by_power(const V& x, const V& n) {
#if defined(__AVX512F__) && defined(__AVX512VL__)
  if constexpr (is_register<V>) {
    constexpr bool single = sizeof(scalar_of<V>) == 4;
    if constexpr (sizeof(V) == 16 && single) return _mm_maskz_scalef_ps(0xf, x, n);
    else if constexpr (sizeof(V) == 16) return _mm_maskz_scalef_pd(0x3, x, n);
    else if constexpr (sizeof(V) == 32 && single) return _mm256_maskz_scalef_ps(0xff, x, n);
    else if constexpr (sizeof(V) == 32) return _mm256_maskz_scalef_pd(0xf, x, n);
    else if constexpr (single) return _mm512_maskz_scalef_ps(0xffff, x, n);
    else return _mm512_maskz_scalef_pd(0xff, x, n);
  }
#endif
  using C = MathConstants<scalar_of<V>>;
  V first = simd::fma(n, V(0.5F), V(C::rounder + C::bias));
  simd::pin(first);
  const V second = (n - (first - V(C::rounder + C::bias))) + V(C::rounder + C::bias);
  constexpr int shift = static_cast<int>(C::mantissa_bits);
  const V half = simd::from_bits<V>(simd::shift_left<shift>(simd::to_bits(first)));
  return x * half * simd::from_bits<V>(simd::shift_left<shift>(simd::to_bits(second)));
}

/// eˣ. exp(−inf) = 0, exp(inf) = inf, NaN stays NaN; finite up to 88.72 (float), 709.78 (double).
/// Denormal results are right. For a scalar of a user's own: its `exp`, found by its namespace.
template <class V>
KILN_INLINE constexpr V exp(const V& x) {
  using T = scalar_of<V>;
  if constexpr (is_builtin<T>) {
    using C = MathConstants<T>;
    if constexpr (!is_register<V>) {
      if (std::is_constant_evaluated()) {  // overflow and NaN are not constants
        if (x != x) return x;
        if (x > (sizeof(T) == 4 ? T(0x1.62e43p6) : T(0x1.62e42fefa39efp9)))
          return std::numeric_limits<T>::infinity();
        if (x < C::exp_min) return T(0);
      }
    }
    const ReducedExp<V> e = simd::reduce_exp(simd::min(V(C::exp_max), simd::max(V(C::exp_min), x)));
    return simd::scale_by_power(e.tail() + V(1.0F), e.n);
  } else {
    return exp(x);  // by argument-dependent lookup
  }
}

/// ln x. log(0) = −inf, log(inf) = inf, NaN below zero and for NaN; denormals are right.
template <class V>
KILN_INLINE constexpr V log(const V& x) {
  using T = scalar_of<V>;
  if constexpr (is_builtin<T>) {
    using C = MathConstants<T>;
    using Limits = std::numeric_limits<T>;
    using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    using Word = decltype(simd::to_bits(x));
    constexpr Bits one = simd::bit_cast<Bits>(T(1));
    constexpr Bits low = simd::bit_cast<Bits>(static_cast<T>(0x1.6a09e667f3bcdp-1));  // √½
    constexpr Bits mantissa = (Bits(1) << C::mantissa_bits) - 1;
    constexpr T denormal_scale = sizeof(T) == 4 ? T(0x1p25) : T(0x1p54);
    constexpr T denormal_power = sizeof(T) == 4 ? T(25) : T(54);

    if constexpr (!is_register<V>) {
      if (std::is_constant_evaluated()) {  // below, x may overflow or be NaN, which no constant may
        if (!(x >= T(0))) return Limits::quiet_NaN();
        if (x > Limits::max()) return x;
      }
    }
    const auto tiny = x < V(Limits::min());
    const V normal = x * simd::select(tiny, V(denormal_scale), V(T(1)));
    const Word moved = simd::to_bits(normal) + Word(one - low);
    const Word exponent = simd::shift_right<static_cast<int>(C::mantissa_bits)>(moved);
    const V m = simd::from_bits<V>((moved & Word(mantissa)) + Word(low));
    V e = simd::from_bits<V>(exponent | Word(simd::bit_cast<Bits>(C::rounder)));
    simd::pin(e);
    e = (e - V(C::rounder + C::bias)) - simd::select(tiny, V(denormal_power), V(T(0)));

    const V f = m - V(T(1));
    const V s = simd::divide(f, f + V(T(2)));
    const V z = s * s;
    const V half_square = f * f * V(T(0.5));
    const V tail = simd::fma(z, simd::polynomial(z, C::log_tail), half_square);
    const V low_part = simd::fma(s, tail, e * V(C::ln2_low));
    const V result = simd::fma(e, V(C::ln2_high), f - (half_square - low_part));

    const V special = simd::select(x == V(T(0)), V(-Limits::infinity()),
                                   simd::select(x > V(Limits::max()), x, V(Limits::quiet_NaN())));
    return simd::select((x > V(T(0))) & (x <= V(Limits::max())), result, special);
  } else {
    return log(x);
  }
}

namespace math_detail {
/// e⁻ˣ = 2ⁿ·(1 − fall).
template <class V>
struct Falling {
  V n;     ///< an integer
  V fall;  ///< 1 − e⁻ʳ for r = x + n·ln 2
};

/// Splits e⁻ˣ for the sigmoid, which bears one rounding more than exp: two halves of the polynomial
/// side by side (1.05× for 2-3-2-2, bench/net/predict). In float nothing waits for what ln2 lacks
/// of ln 2, so that r² has nothing of it; 0.9 of it in r errs least over all r.
template <class V>
KILN_INLINE constexpr Falling<V> falling(const V& x) {
  using T = scalar_of<V>;
  using C = MathConstants<T>;
  if constexpr (sizeof(T) == 4) {
    const V n = simd::shifted_exponent(x, -C::log2_e) - V(C::rounder + C::bias);
    V rough, r;
    if constexpr (has_fma<T>) {
      rough = simd::fma(n, V(C::ln2), x);
      r = simd::fma(n, V(0.9F * C::ln2_rest), rough);
    } else {
      r = simd::fma(n, V(C::ln2_high), x);
      rough = r = simd::fma(n, V(C::ln2_low), r);
    }
    constexpr auto c = C::fall_tail;
    const V square = rough * rough;
    const V low = simd::fma(square, simd::fma(rough, V(c[1]), V(c[0])), r);
    const V high = simd::fma(square, V(c[4]), simd::fma(rough, V(c[3]), V(c[2])));
    return {n, simd::fma(square * square, high, low)};
  } else {
    const ReducedExp<V> e = simd::reduce_exp(-x);
    return {e.n, -e.tail()};
  }
}
}  // namespace math_detail

/// The sigmoid 1/(1 + e⁻ˣ): 0 at −inf (denormal before), 1 at inf, NaN stays NaN. Both terms of
/// the denominator are multiples of one small unit, or e⁻ˣ would be infinite where the sigmoid is
/// denormal; 1.5·2⁻³⁰ rather than 2⁻³⁰, whose sum with its 2²⁴-fold is half a unit off.
template <class V>
KILN_INLINE constexpr V sigmoid(const V& x) {
  using T = scalar_of<V>;
  if constexpr (!is_builtin<T> && own::HasSigmoid<V>) {
    return own::call_sigmoid(x);
  } else if constexpr (is_builtin<T>) {
    using C = MathConstants<T>;
    if constexpr (!is_register<V>) {
      if (std::is_constant_evaluated() && x != x) return x;  // NaN is no operand of a constant
    }
    const V unit(C::sigmoid_unit);
    const V within = simd::min(V(C::sigmoid_max), simd::max(V(C::exp_min), x));
    const auto e = math_detail::falling(within);
    const V minus = simd::scale_by_power(V(-C::sigmoid_unit), e.n);
    return simd::divide(unit, simd::fma(minus, e.fall, unit - minus));
  } else {
    const V e = simd::exp(-simd::abs(x));
    return simd::divide(simd::select(x < V(T(0)), e, V(T(1))), e + V(T(1)));
  }
}

/// tanh x = (e^2|x| − 1)/(e^2|x| + 1) with the sign of x; ±0 and NaN stay. In double that errs by
/// 2.6 units near 0.2: there e^2|x| − 1 keeps what its rounding drops, and below 0.17 the exponent
/// is −2|x|, whose denominator has a bit more.
template <class V>
KILN_INLINE constexpr V tanh(const V& x) {
  using T = scalar_of<V>;
  if constexpr (is_builtin<T>) {
    using C = MathConstants<T>;
    if constexpr (!is_register<V>) {
      if (std::is_constant_evaluated() && x != x) return x;  // NaN is no operand of a constant
    }
    const V size = simd::min(V(C::tanh_max), simd::abs(x));
    V result;
    if constexpr (sizeof(T) == 4) {
      const V shifted = simd::shifted_exponent(size, 2 * C::log2_e), half(T(0.5));
      const V r = simd::fma(shifted - V(C::rounder + C::bias), V(-C::ln2 / 2), size);
      const V square = r * r, power = simd::power_of_two(shifted);
      const V tail = simd::fma(square, simd::polynomial(r, square, C::tanh_tail), r);
      const V grown = simd::fma(power, tail, simd::fma(power, half, -half));  // (e^2|x| − 1)/2
      result = simd::divide(grown, grown + V(T(1)));
    } else {
      const V twice = size * simd::select(size < V(T(0.17)), V(T(-2)), V(T(2)));
      const ReducedExp<V> e = simd::reduce_exp(twice);
      const V power = simd::power_of_two(e.shifted), whole = power - V(T(1));
      const V most = simd::fma(power, e.r, whole), lost = simd::fma(power, e.r, whole - most);
      const V grown = most + simd::fma(power, e.square * e.bend, lost);  // e^twice − 1
      result = simd::abs(simd::divide(grown, grown + V(T(2))));
    }
    using Bits = decltype(simd::to_bits(x));
    using Word = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    const Bits sign = simd::to_bits(x) & Bits(Word(1) << (8 * sizeof(T) - 1));
    return simd::from_bits<V>(simd::to_bits(result) | sign);
  } else {
    return tanh(x);
  }
}

}  // namespace kiln::simd
