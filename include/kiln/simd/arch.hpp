// SPDX-License-Identifier: MIT
#pragma once
// Instruction sets as types: which one this translation unit has, how many numbers a register of
// it holds, how many registers there are, and which set has registers of half the width.

#include <cstddef>
#include <type_traits>
#include <xsimd/xsimd.hpp>

#include <kiln/simd/compiler.hpp>

namespace kiln::simd {

/// No registers: everything runs as plain loops over scalars. `Flags` is what the translation
/// unit's flags allow: compilers use it in plain loops too, so it is part of the symbols' names.
template <class Flags>
struct PlainLoops {};

/// Plain loops under the flags of this translation unit: the default in builds without
/// optimisation, and how scalars other than float and double are always computed.
using plain = PlainLoops<xsimd::default_arch>;

/// The best instruction set that the flags of this translation unit allow. It is the default of
/// the last template parameter of every function from `Net::predict` down to the kernels, so that
/// translation units of different flags can be linked into one program.
#if KILN_OPTIMIZED
using default_arch = std::conditional_t<std::is_same_v<xsimd::default_arch, xsimd::unavailable>,
                                        plain, xsimd::default_arch>;
#else
using default_arch = plain;
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
  using type = xsimd::batch<T, Arch>;
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
inline constexpr bool is_avx512 = std::is_base_of_v<xsimd::avx512f, Arch>;

/// How many registers `Arch` has.
template <class Arch>
inline constexpr std::size_t register_count =
    is_avx512<Arch> || std::is_base_of_v<xsimd::neon, Arch> ? 32 : 16;

namespace arch_detail {
#if defined(__FMA__)
using X256 = xsimd::fma3<xsimd::avx2>;
#else
using X256 = xsimd::avx2;
#endif
template <class Arch>
struct Half {
  static constexpr bool is_avx = std::is_base_of_v<xsimd::avx, Arch>;
  using type =
      std::conditional_t<is_avx512<Arch>, X256, std::conditional_t<is_avx, xsimd::sse4_2, void>>;
};
}  // namespace arch_detail

/// The set with registers of half the width, for the ends of rows; void at 128 bits.
template <class Arch>
using half = typename arch_detail::Half<Arch>::type;

}  // namespace kiln::simd
