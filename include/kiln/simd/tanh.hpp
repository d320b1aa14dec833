// SPDX-License-Identifier: MIT
#pragma once
// The hyperbolic tangent of a number or a register of them. How exact it is and why it is computed
// here: math.hpp. Not here: the layer's activation, with its slope (activations/tanh.hpp).

#include <cstdint>
#include <type_traits>

#include <kiln/simd/exp.hpp>

namespace kiln::simd {

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
