// SPDX-License-Identifier: MIT
#pragma once
// The natural logarithm of a number or a register of them. How it is computed, how exact it is and
// why it is not xsimd's: math.hpp. Not here: its constants and polynomials (exp.hpp).

#include <cstdint>
#include <limits>
#include <type_traits>

#include <kiln/simd/exp.hpp>

namespace kiln::simd {

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

}  // namespace kiln::simd
