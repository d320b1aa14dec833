// SPDX-License-Identifier: MIT
#pragma once
// Every instruction set that this translation unit has for products of narrow numbers: those of
// architectures.hpp, each with and without instructions for such products.

#include <kiln/simd/dot_arch.hpp>

#include "support/architectures.hpp"

namespace support {

/// Calls f(arch) for each of them, plain loops last.
template <class F>
void for_each_dot_architecture(const F& f) {
  namespace simd = kiln::simd;
  for_each_architecture([&]<class Arch>(Arch) {
    constexpr bool bytes = simd::default_dot_arch::bytes;
    constexpr bool bfloat16s = simd::default_dot_arch::bfloat16s;
    if constexpr (simd::vectorised<float, Arch> && (bytes || bfloat16s)) {
      f(simd::DotArch<Arch, bytes, bfloat16s>{});
    }
    f(simd::DotArch<Arch, false, false>{});
  });
}

}  // namespace support
