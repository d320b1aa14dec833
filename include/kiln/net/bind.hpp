// SPDX-License-Identifier: MIT
#pragma once
// From what a user writes to layers: each description is bound to the shape that reaches it.

#include <array>
#include <cstddef>
#include <type_traits>

#include <kiln/concepts.hpp>
#include <kiln/net/chain.hpp>
#include <kiln/net/layer_checks.hpp>

namespace kiln {

/// Stands where a net's argument is not a layer, so that one error does not cause others.
template <class T, Shape In>
struct PassThrough {
  using Scalar = T;                                                        ///< the elements
  static constexpr Shape input = In;                                       ///< of one sample
  static constexpr Shape output = In;                                      ///< of one sample
  static constexpr std::array<Parameter, 0> parameters{};                  ///< none
  static constexpr std::size_t predict_memory(std::size_t) { return 0; }   ///< none
  static constexpr std::size_t training_memory(std::size_t) { return 0; }  ///< none
  /// Nothing to name.
  template <class B>
  static constexpr int named(B) {
    return 0;
  }
  /// Nothing to compute.
  template <class Arch, class... X>
  static constexpr void predict(const X&...) {}
  /// Nothing to compute.
  template <class Arch, class... X>
  static constexpr void forward(const X&...) {}
  /// Nothing to compute.
  template <class Arch, class... X>
  static constexpr void to_delta(const X&...) {}
  /// Nothing to compute.
  template <class Arch, bool InputGradient, class... X>
  static constexpr void backward(const X&...) {}
};

/// The description of a PassThrough.
struct NoLayer {
  /// On an input of shape `In`.
  template <class T, Shape In>
  using Layer = PassThrough<T, In>;
};

namespace bind_detail {
template <class T, Shape In, class Description>
constexpr auto bind_one() {
  constexpr bool is_layer = LayerDescription<Description, T, In>;
  if constexpr (is_layer) {
    return std::type_identity<typename Description::template Layer<T, In>>{};
  } else {
    static_assert(is_layer,
                  "Net<In, Layers...>: every argument after In must be a layer; activations go "
                  "inside one: Dense<50, Sigmoid>");
    return std::type_identity<PassThrough<T, In>>{};
  }
}

template <class... Ls>
struct List {
  template <class L>
  using prepend = List<L, Ls...>;
  using Check = checks::MembersOf<Ls...>;
};

// `written` lists the layers as their authors wrote them, `type` those that stand in a chain: a
// layer that misses a member is passed by.
template <class T, Shape In, class... Descriptions>
struct Bind {
  using type = List<>;
  using written = List<>;
};
template <class T, Shape In, class First, class... Rest>
struct Bind<T, In, First, Rest...> {
  using Own = typename decltype(bind_one<T, In, First>())::type;
  using L = std::conditional_t<checks::complete<Own>, Own, PassThrough<T, In>>;
  using Behind = Bind<T, L::output, Rest...>;
  using type = typename Behind::type::template prepend<L>;
  using written = typename Behind::written::template prepend<Own>;
};

template <class T, Shape In, class L>
struct Unpack;
template <class T, Shape In, class... Ls>
struct Unpack<T, In, List<Ls...>> {
  using type = BuiltChain<T, In, Ls...>;
};
template <class T, Shape In>
struct Unpack<T, In, List<>> {
  using type = BuiltChain<T, In, PassThrough<T, In>>;
};
}  // namespace bind_detail

/// Descriptions bound one after the other, from an input of shape `In` on.
template <class T, Shape In, class... Descriptions>
using Chain =
    typename bind_detail::Unpack<T, In,
                                 typename bind_detail::Bind<T, In, Descriptions...>::type>::type;

namespace checks {
/// Whether all layers that the descriptions become have all members; instantiated, it says which
/// they miss.
template <class T, Shape In, class... Descriptions>
using ChainMembers = typename bind_detail::Bind<T, In, Descriptions...>::written::Check;
}  // namespace checks

}  // namespace kiln
