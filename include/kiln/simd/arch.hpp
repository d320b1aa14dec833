// SPDX-License-Identifier: MIT
#pragma once
// Instruction sets as types: which one this translation unit has, how many numbers a register of
// it holds, how many registers there are, and which set has registers of half the width.

#include <cstddef>
#include <type_traits>

#include <kiln/simd/compiler.hpp>
#include <kiln/simd/xsimd.hpp>

namespace kiln::simd {

/// No registers: everything runs as plain loops over scalars. `Flags` is what the translation
/// unit's flags allow: compilers use it in plain loops too, so it is part of the symbols' names.
template <class Flags>
struct PlainLoops {};

/// Plain loops under the flags of this translation unit: the default in builds without
/// optimisation, and how scalars other than float and double are always computed.
using plain = PlainLoops<sets::Best>;

/// The best instruction set that the flags of this translation unit allow. It is the default of
/// the last template parameter of every function from `Net::predict` down to the kernels, so that
/// translation units of different flags can be linked into one program. A program that defines
/// KILN_PLAIN_LOOPS before it includes kiln takes the plain loops.
#if KILN_OPTIMIZED && !defined(KILN_PLAIN_LOOPS)
using default_arch = std::conditional_t<registers::any, sets::Best, plain>;
#else
using default_arch = plain;
#endif

/// True where the flags allow an instruction for a·b + c in one rounding. Without it kiln's
/// multiply-adds are rounded twice, and results are within a bound of those with it, not the same
/// bits (tests/instruction_sets).
template <class T>
inline constexpr bool has_fma = false;
#if defined(__FMA__) || defined(__aarch64__) || defined(_M_ARM64) || defined(__FP_FAST_FMAF)
template <>
inline constexpr bool has_fma<float> = true;
#endif
#if defined(__FMA__) || defined(__aarch64__) || defined(_M_ARM64) || defined(__FP_FAST_FMA)
template <>
inline constexpr bool has_fma<double> = true;
#endif

namespace arch_detail {
template <class Arch>
inline constexpr bool is_plain = false;
template <class Flags>
inline constexpr bool is_plain<PlainLoops<Flags>> = true;
}  // namespace arch_detail

/// True where `T` is computed in registers of `Arch`; false means plain loops.
template <class T, class Arch>
inline constexpr bool vectorised =
    !arch_detail::is_plain<Arch> && (std::is_same_v<T, float> || std::is_same_v<T, double>);

namespace arch_detail {
template <class T, class Arch, bool = vectorised<T, Arch>>
struct Register {
  using type = T;
  static constexpr std::size_t lanes = 1;
};
template <class T, class Arch>
struct Register<T, Arch, true> {
  using type = registers::Register<T, Arch>;
  static constexpr std::size_t lanes = type::size;
};
}  // namespace arch_detail

/// One register of `Arch` with numbers of type `T`; `T` itself where there are none.
template <class T, class Arch>
using Lanes = typename arch_detail::Register<T, Arch>::type;

/// How many numbers of type `T` a register of `Arch` holds.
template <class T, class Arch>
inline constexpr std::size_t lanes = arch_detail::Register<T, Arch>::lanes;

/// True for AVX-512: 32 registers, where older x86 sets have 16.
template <class Arch>
inline constexpr bool is_avx512 = std::is_base_of_v<sets::AVX512, Arch>;

/// How many registers `Arch` has.
template <class Arch>
inline constexpr std::size_t register_count =
    is_avx512<Arch> || std::is_base_of_v<sets::Neon, Arch> ? 32 : 16;

namespace arch_detail {
template <class Arch>
struct Half {
  static constexpr bool is_avx = std::is_base_of_v<sets::AVX, Arch>;
  using type = std::conditional_t<is_avx512<Arch>, sets::X256,
                                  std::conditional_t<is_avx, sets::SSE42, void>>;
};
}  // namespace arch_detail

/// The set with registers of half the width, for the ends of rows; void at 128 bits.
template <class Arch>
using half = typename arch_detail::Half<Arch>::type;

}  // namespace kiln::simd
