// SPDX-License-Identifier: MIT
#pragma once
// The sigmoid of a number or a register of them. How exact it is and why it is computed here:
// math.hpp. Not here: the layer's activation, with its slope (activations/sigmoid.hpp).

#include <type_traits>

#include <kiln/simd/exp.hpp>

namespace kiln::simd {

namespace sigmoid_detail {
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
}  // namespace sigmoid_detail

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
    const auto e = sigmoid_detail::falling(within);
    const V minus = simd::scale_by_power(V(-C::sigmoid_unit), e.n);
    return simd::divide(unit, simd::fma(minus, e.fall, unit - minus));
  } else {
    const V e = simd::exp(-simd::abs(x));
    return simd::divide(simd::select(x < V(T(0)), e, V(T(1))), e + V(T(1)));
  }
}

}  // namespace kiln::simd
