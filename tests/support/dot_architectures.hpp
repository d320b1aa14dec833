// SPDX-License-Identifier: MIT
#pragma once
// Every instruction set that this translation unit has for products of narrow numbers: those of
// architectures.hpp, each with and without instructions for such products.

#include <kiln/simd/dot_arch.hpp>

#include "support/architectures.hpp"

namespace support {

namespace dot_architectures_detail {
/// Arch with and without its instructions for narrow numbers.
template <class Arch, class F>
void both(const F& f) {
  namespace simd = kiln::simd;
  constexpr bool bytes = simd::default_dot_arch::bytes;
  constexpr bool bfloat16s = simd::default_dot_arch::bfloat16s;
  if constexpr (simd::vectorised<float, Arch> && (bytes || bfloat16s)) {
    f(simd::DotArch<Arch, bytes, bfloat16s>{});
  }
  f(simd::DotArch<Arch, false, false>{});
}
}  // namespace dot_architectures_detail

/// Calls f(arch) for each of them, plain loops last.
template <class F>
void for_each_dot_architecture(const F& f) {
  for_each_architecture([&]<class Arch>(Arch) { dot_architectures_detail::both<Arch>(f); });
}

/// Calls f(arch) for those of `for_architectures_of_kernels`.
template <class F>
void for_dot_architectures_of_kernels(const F& f) {
  for_architectures_of_kernels([&]<class Arch>(Arch) { dot_architectures_detail::both<Arch>(f); });
}

}  // namespace support
