// SPDX-License-Identifier: MIT
#pragma once
// Instruction sets that multiply narrow numbers: xsimd's tags do not say whether a machine has
// VNNI or bf16 products, so those are a tag of their own, around the instruction set's.

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <kiln/simd/arch.hpp>

namespace kiln::simd {

/// `Arch` with dot products of bytes (VNNI) and of BFloat16, or without them. It is part of the
/// symbols' names, so that translation units of different flags can be linked together.
template <class Arch, bool Bytes, bool BFloat16s>
struct DotArch {
  using base = Arch;                            ///< for everything else
  static constexpr bool bytes = Bytes;          ///< u8·s8 in one instruction
  static constexpr bool bfloat16s = BFloat16s;  ///< bf16·bf16 in one instruction
};

namespace dot_detail {
#if (defined(__AVX512VNNI__) && defined(__AVX512VL__)) || \
    (defined(__AVXVNNI__) && !defined(__AVX512F__))
inline constexpr bool bytes = true;
#else
inline constexpr bool bytes = false;
#endif
#if defined(__AVX512BF16__) && defined(__AVX512VL__)
inline constexpr bool bfloat16s = true;
#else
inline constexpr bool bfloat16s = false;
#endif
template <class Arch>
struct Parts : DotArch<Arch, false, false> {};
template <class Arch, bool Bytes, bool BFloat16s>
struct Parts<DotArch<Arch, Bytes, BFloat16s>> : DotArch<Arch, Bytes, BFloat16s> {};

// Whether narrow numbers are multiplied in registers: on x86, from SSE4.1, AVX2 and AVX512BW on.
#if defined(__AVX512BW__)
inline constexpr std::size_t widest = 16;
#elif defined(__AVX2__)
inline constexpr std::size_t widest = 8;
#elif defined(__SSE4_1__)
inline constexpr std::size_t widest = 4;
#else
inline constexpr std::size_t widest = 0;
#endif
template <class Arch>
inline constexpr bool registers = vectorised<float, Arch>&& lanes<float, Arch> <= widest;
}  // namespace dot_detail

/// What is in a DotArch; an instruction set alone has no such products.
template <class Arch>
using dot_parts = dot_detail::Parts<Arch>;

/// The instruction set in whose registers narrow numbers are multiplied: that of `Arch`, or none.
template <class Arch>
using dot_base = std::conditional_t<dot_detail::registers<typename dot_parts<Arch>::base>,
                                    typename dot_parts<Arch>::base, plain>;

/// The best that the flags of this translation unit allow.
using default_dot_arch = DotArch<default_arch, dot_detail::bytes && vectorised<float, default_arch>,
                                 dot_detail::bfloat16s && vectorised<float, default_arch>>;

}  // namespace kiln::simd
