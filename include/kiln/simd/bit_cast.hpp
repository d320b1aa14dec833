// SPDX-License-Identifier: MIT
#pragma once
// simd::bit_cast for standard libraries that lack it (libc++ before 14, which Debian's emscripten
// brings), by the builtin that every compiler with C++20 has.

#include <kiln/simd/compiler.hpp>

namespace kiln::simd {

/// The object of type `To` with the bits of x. Both are trivially copyable and of one size.
template <class To, class From>
KILN_INLINE constexpr To bit_cast(const From& x) {
  return __builtin_bit_cast(To, x);
}

}  // namespace kiln::simd
