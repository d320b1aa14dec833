// SPDX-License-Identifier: MIT
#pragma once
// The only file that says xsimd: its types and functions under names of ours, the same for every
// version from 8.1 on. Where a machine has no registers that kiln uses, it is not included, and
// need not be there.

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <kiln/simd/compiler.hpp>

/// KILN_REGISTERS: 1 where xsimd has registers that kiln is tested with: x86 from SSE2 on (also as
/// WebAssembly's emulation of it, -msimd128 -msse2) and 64-bit Arm.
#if defined(__SSE2__) || defined(_M_X64) || defined(__aarch64__) || defined(_M_ARM64)
#define KILN_REGISTERS 1
#include <xsimd/xsimd.hpp>
#else
#define KILN_REGISTERS 0
#endif

namespace kiln::simd {

/// Instruction sets as types.
namespace sets {
#if KILN_REGISTERS
using Best = xsimd::default_arch;  ///< the best that this translation unit's flags allow
using SSE42 = xsimd::sse4_2;       ///< 128 bits
using AVX = xsimd::avx;            ///< 256 bits
#if defined(__FMA__)
using X256 = xsimd::fma3<xsimd::avx2>;  ///< 256 bits beside AVX-512
#else
using X256 = xsimd::avx2;  ///< 256 bits beside AVX-512
#endif
using AVX512 = xsimd::avx512f;  ///< 512 bits
using Neon = xsimd::neon;       ///< 128 bits, 32 registers
#else
struct None {};     ///< where there are none
using Best = None;  ///< none
struct SSE42 {};    ///< not here
struct AVX {};      ///< not here
struct X256 {};     ///< not here
struct AVX512 {};   ///< not here
struct Neon {};     ///< not here
#endif
}  // namespace sets

namespace registers {
#if KILN_REGISTERS
/// A register of `Arch`.
template <class T, class Arch>
using Register = xsimd::batch<T, Arch>;
inline constexpr bool any = !std::is_same_v<sets::Best, xsimd::unavailable>;  ///< there are some

/// condition ? yes : no.
template <class C, class V>
KILN_INLINE V select(const C& condition, const V& yes, const V& no) {
  return xsimd::select(condition, yes, no);
}
/// |x|.
template <class V>
KILN_INLINE V abs(const V& x) {
  return xsimd::abs(x);
}
/// a/b. Not operator/ for floats of NEON, where xsimd 8.1 multiplies with an estimate.
template <class V>
KILN_INLINE V divide(const V& a, const V& b) {
#if defined(__aarch64__) || defined(_M_ARM64)
  if constexpr (sizeof(typename V::value_type) == 4) return vdivq_f32(a, b);
  else
#endif
    return a / b;
}
/// √x; likewise.
template <class V>
KILN_INLINE V sqrt(const V& x) {
#if defined(__aarch64__) || defined(_M_ARM64)
  if constexpr (sizeof(typename V::value_type) == 4) return vsqrtq_f32(x);
  else
#endif
    return xsimd::sqrt(x);
}
/// a·b + c, in one rounding where the set has FMA and xsimd 8.1 knows it.
template <class V>
KILN_INLINE V fma(const V& a, const V& b, const V& c) {
  return xsimd::fma(a, b, c);
}
/// The bits of x as numbers of type `T`.
template <class T, class V>
KILN_INLINE auto bits_as(const V& x) {
#if XSIMD_VERSION_MAJOR >= 11
  return xsimd::bitwise_cast<T>(x);
#else
  return xsimd::bitwise_cast<xsimd::batch<T, typename V::arch_type>>(x);
#endif
}
#else
template <class T, class Arch>
struct Register;                    ///< none
inline constexpr bool any = false;  ///< there are none
template <class C, class V>
V select(const C& condition, const V& yes, const V& no);  ///< none
template <class V>
V abs(const V& x);  ///< none
template <class V>
V divide(const V& a, const V& b);  ///< none
template <class V>
V sqrt(const V& x);  ///< none
template <class V>
V fma(const V& a, const V& b, const V& c);  ///< none
template <class T, class V>
T bits_as(const V& x);  ///< none
#endif
}  // namespace registers

}  // namespace kiln::simd
