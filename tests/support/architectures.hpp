// SPDX-License-Identifier: MIT
#pragma once
// Every instruction set that this translation unit has: its best one, those with half and a quarter
// of its registers' width, and none at all. Under sanitizers, and in tests/instruction_sets, the
// first and the last of them (KILN_FEW_SETS), nightly all.

#include <kiln/simd/arch.hpp>

#include <type_traits>

namespace support {

namespace architectures_detail {
#if KILN_FEW_SETS
inline constexpr bool few = true;
#else
inline constexpr bool few = false;
#endif

template <class Arch, class F>
void from(const F& f) {
  f(Arch{});
  if constexpr (!std::is_same_v<Arch, kiln::simd::plain>) {
    using Half = kiln::simd::half<Arch>;
    from<std::conditional_t<std::is_void_v<Half> || few, kiln::simd::plain, Half>>(f);
  }
}
}  // namespace architectures_detail

/// Calls f(arch) for each of them, `plain` last.
template <class F>
void for_each_architecture(const F& f) {
  architectures_detail::from<kiln::simd::default_arch>(f);
}

/// For tests whose widths cost seconds to compile: the best one, and nightly all. The narrower ones
/// are the best of other builds of most of these tests, with fewer widths (tests/instruction_sets).
template <class F>
void for_architectures_of_kernels(const F& f) {
#if KILN_NIGHTLY || defined(KILN_SANITIZE_ALL)
  for_each_architecture(f);
#else
  f(kiln::simd::default_arch{});
#endif
}

}  // namespace support
