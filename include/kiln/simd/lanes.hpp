// SPDX-License-Identifier: MIT
#pragma once
// Arithmetic that reads the same for one number and for a register of them: fused multiply-add,
// selection, square root, bits. Every multiply-add in kiln is written `fma`, so that no compiler's
// contraction can change a bit. Always call these with `simd::` in front: unqualified, the
// argument's namespace would offer xsimd's functions of the same names, which round differently.
// Not here: exp and its kin (math.hpp), rows (strip.hpp).

#include <cmath>
#include <cstdint>
#include <type_traits>

#include <kiln/simd/arch.hpp>
#include <kiln/simd/bit_cast.hpp>
#include <kiln/simd/exact_fma.hpp>
#include <kiln/simd/own.hpp>

namespace kiln::simd {

namespace lanes_detail {
template <class V>
struct Scalar {
  using type = V;
};
template <class T, class A>
struct Scalar<registers::Register<T, A>> {
  using type = T;
};
template <class V>
inline constexpr bool is_register = false;
template <class T, class A>
inline constexpr bool is_register<registers::Register<T, A>> = true;
}  // namespace lanes_detail

/// The scalar of a register, or the scalar itself.
template <class V>
using scalar_of = typename lanes_detail::Scalar<V>::type;

/// True where `V` is a register and not a single number.
template <class V>
inline constexpr bool is_register = lanes_detail::is_register<V>;

/// True for float and double; false for registers and for scalars of a user's own.
template <class V>
inline constexpr bool is_builtin = std::is_same_v<V, float> || std::is_same_v<V, double>;

/// a·b + c in one rounding. Constant evaluation gives the same bits as hardware FMA. In a build
/// without hardware FMA it is rounded twice (libm's emulation would cost more than the net), and
/// for a scalar of a user's own it is its `fma` where it brings one, else `a * b + c`.
template <class V>
KILN_INLINE constexpr V fma(const V& a, const V& b, const V& c) {
  if constexpr (is_register<V>) {
// xsimd 8.1 has none for AVX-512, nor for 128 bits beside AVX: it multiplies, then adds.
#if defined(__AVX512F__)
    if constexpr (is_avx512<typename V::arch_type>) {
      if constexpr (std::is_same_v<scalar_of<V>, float>) return _mm512_fmadd_ps(a, b, c);
      else return _mm512_fmadd_pd(a, b, c);
    } else
#endif
#if defined(__FMA__)
        if constexpr (sizeof(V) == 16) {
      if constexpr (std::is_same_v<scalar_of<V>, float>) return _mm_fmadd_ps(a, b, c);
      else return _mm_fmadd_pd(a, b, c);
    } else
#endif
      return registers::fma(a, b, c);
  } else if constexpr (is_builtin<V>) {
    if (std::is_constant_evaluated()) return exact_fma(a, b, c);
    if constexpr (has_fma<V>) return std::fma(a, b, c);
    else return a * b + c;
  } else if constexpr (own::HasFma<V>) {
    return own::call_fma(a, b, c);
  } else {
    return a * b + c;
  }
}

/// condition ? yes : no, lane by lane.
template <class C, class V>
KILN_INLINE constexpr V select(const C& condition, const V& yes, const V& no) {
  if constexpr (is_register<V>) return registers::select(condition, yes, no);
  else if constexpr (own::HasSelect<C, V>) return own::call_select(condition, yes, no);
  else return condition ? yes : no;
}

/// |x|; clears the sign of −0 and of NaN too.
template <class V>
KILN_INLINE constexpr V abs(const V& x) {
  if constexpr (is_register<V>) return registers::abs(x);
  else if constexpr (is_builtin<V>) {
    using Bits = std::conditional_t<sizeof(V) == 4, std::uint32_t, std::uint64_t>;
    return simd::bit_cast<V>(static_cast<Bits>(simd::bit_cast<Bits>(x) & (Bits(-1) >> 1)));
  } else if constexpr (own::HasAbs<V>) return own::call_abs(x);
  else return x < V(0) ? -x : x;
}

/// The larger of a and b: b where either is NaN or both are zero. On x86 one instruction,
/// not a comparison and a selection.
template <class V>
KILN_INLINE constexpr V max(const V& a, const V& b) {
#if defined(__SSE2__)
  if constexpr (is_register<V>) {
    constexpr bool single = sizeof(scalar_of<V>) == 4;
    if constexpr (sizeof(V) == 16 && single) return _mm_max_ps(a, b);
#if defined(__wasm__)  // whose emulation of it treats NaN and zeros otherwise
    else return simd::select(a > b, a, b);
#else
    else if constexpr (sizeof(V) == 16) return _mm_max_pd(a, b);
#endif
#if defined(__AVX__)
    else if constexpr (sizeof(V) == 32 && single) return _mm256_max_ps(a, b);
    else if constexpr (sizeof(V) == 32) return _mm256_max_pd(a, b);
#endif
#if defined(__AVX512F__)
    else if constexpr (single) return _mm512_maskz_max_ps(0xffff, a, b);
    else return _mm512_maskz_max_pd(0xff, a, b);
#endif
  } else
#endif
      if constexpr (!is_register<V> && !is_builtin<V> && own::HasMax<V>) {
    return own::call_max(a, b);
  } else {
    return simd::select(a > b, a, b);
  }
}

/// The smaller of a and b: b where either is NaN or both are zero; see max.
template <class V>
KILN_INLINE constexpr V min(const V& a, const V& b) {
#if defined(__SSE2__)
  if constexpr (is_register<V>) {
    constexpr bool single = sizeof(scalar_of<V>) == 4;
    if constexpr (sizeof(V) == 16 && single) return _mm_min_ps(a, b);
#if defined(__wasm__)  // whose emulation of it treats NaN and zeros otherwise
    else return simd::select(a < b, a, b);
#else
    else if constexpr (sizeof(V) == 16) return _mm_min_pd(a, b);
#endif
#if defined(__AVX__)
    else if constexpr (sizeof(V) == 32 && single) return _mm256_min_ps(a, b);
    else if constexpr (sizeof(V) == 32) return _mm256_min_pd(a, b);
#endif
#if defined(__AVX512F__)
    else if constexpr (single) return _mm512_maskz_min_ps(0xffff, a, b);
    else return _mm512_maskz_min_pd(0xff, a, b);
#endif
  } else
#endif
    return simd::select(a < b, a, b);
}

/// a/b, correctly rounded, which a register's own operator is not on 64-bit Arm.
template <class V>
KILN_INLINE constexpr V divide(const V& a, const V& b) {
  if constexpr (is_register<V>) return registers::divide(a, b);
  else return a / b;
}

/// √x, correctly rounded, also in constant evaluation.
template <class V>
KILN_INLINE constexpr V sqrt(const V& x) {
  if constexpr (is_register<V>) {
#if defined(__AVX512F__)  // the unmasked intrinsic makes g++ 12 warn in users' code
    if constexpr (is_avx512<typename V::arch_type>) {
      if constexpr (std::is_same_v<scalar_of<V>, float>) return _mm512_maskz_sqrt_ps(0xffff, x);
      else return _mm512_maskz_sqrt_pd(0xff, x);
    } else
#endif
      return registers::sqrt(x);
  } else if constexpr (is_builtin<V>) {
    if (std::is_constant_evaluated()) return exact_sqrt(x);
    return std::sqrt(x);
  } else {
    using std::sqrt;
    return sqrt(x);
  }
}

/// Hides the value of x from the optimiser, and keeps it in a register: without it g++ 12 folds
/// the load of a row into every FMA (80 % of peak instead of 99 %), and -ffast-math would cancel
/// (x + m) − m.
template <class V>
KILN_INLINE constexpr void pin(V& x) {
  if (std::is_constant_evaluated()) return;
#if defined(__x86_64__) || defined(_M_X64)
  if constexpr (is_register<V>) {
    auto value = x.data;  // an element of an array would be stored to memory, too
    KILN_PIN("+v", value);
    x = value;
  } else if constexpr (is_builtin<V>) {
    KILN_PIN("+x", x);
  }
#elif defined(__aarch64__)
  if constexpr (is_register<V>) {
    auto value = x.data;
    KILN_PIN("+w", value);
    x = value;
  } else if constexpr (is_builtin<V>) {
    KILN_PIN("+w", x);
  }
#elif defined(__wasm__)
  if constexpr (is_builtin<V>) KILN_PIN("+r", x);
#else
  if constexpr (is_builtin<V>) KILN_PIN("+m", x);
#endif
}

/// Hides from the optimiser where a pointer points: what is read there comes from memory, even if
/// the compiler has just seen it stored.
template <class T>
KILN_INLINE constexpr void hide(T*& pointer) {
  if (!std::is_constant_evaluated()) KILN_PIN("+r", pointer);
}

/// Asks for the cache lines of `bytes` bytes from `at` + `offset` bytes on, which need not be
/// memory of ours.
template <std::size_t Bytes>
KILN_INLINE void prefetch(const void* at, std::size_t offset = 0) {
  const std::uintptr_t first = reinterpret_cast<std::uintptr_t>(at) + offset;
  KILN_UNROLL
  for (std::size_t i = 0; i < Bytes; i += 64)
    KILN_PREFETCH(reinterpret_cast<const char*>(first + i));
}

/// The bits of x (float or double, or a register of them) as unsigned integers of the same width.
template <class V>
KILN_INLINE constexpr auto to_bits(const V& x) {
  using T = scalar_of<V>;
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  if constexpr (is_register<V>) return registers::bits_as<Bits>(x);
  else return simd::bit_cast<Bits>(x);
}

/// bits·2ᴺ, lane by lane. For AVX-512 not xsimd's, at which g++ 12 warns of a variable that its own
/// header leaves uninitialised on purpose.
template <int N, class Bits>
KILN_INLINE constexpr Bits shift_left(const Bits& bits) {
#if defined(__AVX512F__)
  if constexpr (is_register<Bits>) {
    if constexpr (is_avx512<typename Bits::arch_type>) {
      if constexpr (sizeof(scalar_of<Bits>) == 4) return _mm512_maskz_slli_epi32(0xffff, bits, N);
      else return _mm512_maskz_slli_epi64(0xff, bits, N);
    } else {
      return bits << N;
    }
  } else
#endif
    return bits << N;
}

/// ⌊bits/2ᴺ⌋, lane by lane; see shift_left.
template <int N, class Bits>
KILN_INLINE constexpr Bits shift_right(const Bits& bits) {
#if defined(__AVX512F__)
  if constexpr (is_register<Bits>) {
    if constexpr (is_avx512<typename Bits::arch_type>) {
      if constexpr (sizeof(scalar_of<Bits>) == 4) return _mm512_maskz_srli_epi32(0xffff, bits, N);
      else return _mm512_maskz_srli_epi64(0xff, bits, N);
    } else {
      return bits >> N;
    }
  } else
#endif
    return bits >> N;
}

/// The floating-point number (or register of them) of type `V` with these bits.
template <class V, class Bits>
KILN_INLINE constexpr V from_bits(const Bits& bits) {
  if constexpr (is_register<V>) return registers::bits_as<scalar_of<V>>(bits);
  else return simd::bit_cast<V>(bits);
}

}  // namespace kiln::simd
