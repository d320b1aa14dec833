// SPDX-License-Identifier: MIT
#pragma once
// The exponential, and what logarithm, sigmoid and tanh share with it (math.hpp says how they are
// computed, and why not by xsimd): their constants, polynomials, powers of two.

#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>

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

}  // namespace kiln::simd
