// SPDX-License-Identifier: MIT
#pragma once
// One optimiser step over whole spans: what a net does not fuse into its kernels.

#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include <kiln/concepts.hpp>
#include <kiln/simd/compiler.hpp>
#include <kiln/simd/map.hpp>

namespace kiln {

namespace checks {
/// `O` has a number of slots.
template <class O>
inline constexpr bool has_slots = requires {
  { O::slots } -> std::convertible_to<std::size_t>;
};
/// `O` has a rule for each step.
template <class O>
inline constexpr bool has_rule = requires(const O& optimizer) {
  optimizer.template rule<float>(std::uint64_t{1});
};
/// An optimiser with all its members.
template <class O>
struct Moving {
  static constexpr bool holds = Optimizer<O>;  ///< false only behind the message
  static_assert(has_slots<O> || has_rule<O>, "an optimiser is needed here: SGD, Momentum or Adam");
  static_assert(has_slots<O> || !has_rule<O>,
                "an optimiser of your own needs slots: numbers of state for each parameter");
  static_assert(has_rule<O> || !has_slots<O>,
                "an optimiser of your own needs rule<T>(step): the update of one number");
};
/// Its slots; 0 for whatever has none.
template <class O>
inline constexpr std::size_t slots_of = 0;
template <class O>
requires has_slots<O>
inline constexpr std::size_t slots_of<O> = O::slots;
/// The scalars of parameters and their gradient.
template <class P, class G>
struct GradientScalars {
  static_assert(std::is_same_v<P, G>,
                "update: the gradient must hold the same scalars as the parameters");
  static constexpr bool hold = std::is_same_v<P, G>;  ///< false only behind the message
};
/// The lengths of a gradient and of the parameters.
template <std::size_t Gradient, std::size_t Parameters>
struct GradientLength {
  static_assert(Gradient == Parameters,
                "update: the gradient must be as long as the parameters; of a partly frozen net "
                "pass net.trained()");
  static constexpr bool holds = Gradient == Parameters;  ///< false only behind the message
};
}  // namespace checks

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
  constexpr bool known = Extent != std::dynamic_extent && GradientExtent != std::dynamic_extent;
  using Length = checks::GradientLength<known ? GradientExtent : 0, known ? Extent : 0>;
  (void)checks::Moving<O>{};
  if constexpr (Optimizer<O> && checks::GradientScalars<T, std::remove_const_t<G>>::hold &&
                Length::holds) {
    assert(g.size() == p.size() && "update: the gradient must be as long as the parameters");
    assert(state.size() == O::slots * p.size() && "update: the state must have slots × parameters");
    apply_rule<Arch, O::slots>(optimizer.template rule<T>(step), p.size(), p.data(), g.data(),
                               state.data(), p.size());
  }
}

}  // namespace kiln
