// SPDX-License-Identifier: MIT
#pragma once
// One optimiser step over whole spans: what a net does not fuse into its kernels.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include <kiln/concepts.hpp>
#include <kiln/simd/compiler.hpp>
#include <kiln/simd/map.hpp>

namespace kiln {

/// Moves n parameters against their gradient by one step's rule, whose number s of state stands
/// s·stride behind the first: what threads share.
template <class Arch, std::size_t Slots, class Rule, class T>
constexpr void apply_rule(const Rule& rule, std::size_t n, T* p, const T* g, T* state,
                          std::size_t stride) {
  [&]<std::size_t... Slot>(std::index_sequence<Slot...>) {
    simd::map<Arch>(
        n, [&](auto& x, const auto& dx, auto&... s) { rule(x, dx, s...); }, p, g,
        (state + Slot * stride)...);
  }
  (std::make_index_sequence<Slots>());
}

/// Moves parameters p against their gradient g by step number `step` (from 1 on) of the optimiser.
///
/// Shapes   p, g: n,  state: optimizer.slots × n, zero before the first step.
/// Requires equal sizes as above.
template <class Arch = simd::default_arch, class O, class T, std::size_t Extent, class G,
          std::size_t GradientExtent>
constexpr void update(const O& optimizer, std::uint64_t step, std::span<T, Extent> p,
                      std::span<G, GradientExtent> g,
                      std::span<std::type_identity_t<T>> state = {}) noexcept KILN_NONBLOCKING {
  static_assert(std::is_same_v<std::remove_const_t<G>, T>,
                "update: the gradient must hold the same scalars as the parameters");
  static_assert(Extent == std::dynamic_extent || GradientExtent == std::dynamic_extent ||
                    Extent == GradientExtent,
                "update: the gradient must be as long as the parameters; of a partly frozen net "
                "pass net.trained()");
  assert(g.size() == p.size() && "update: the gradient must be as long as the parameters");
  assert(state.size() == O::slots * p.size() && "update: the state must have slots × parameters");
  apply_rule<Arch, O::slots>(optimizer.template rule<T>(step), p.size(), p.data(), g.data(),
                             state.data(), p.size());
}

}  // namespace kiln
