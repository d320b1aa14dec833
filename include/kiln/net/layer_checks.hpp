// SPDX-License-Identifier: MIT
#pragma once
// The sentences that the author of a layer reads: which member it misses.

#include <concepts>
#include <cstddef>

#include <kiln/concepts.hpp>
#include <kiln/layers/layout.hpp>
#include <kiln/layers/sink.hpp>
#include <kiln/tensor/rows.hpp>

namespace kiln::checks {

// The functions are looked at only where the rest is there, since their arguments need it.

template <class L>
inline constexpr bool has_named = true;
template <class L>
inline constexpr bool has_predict = true;
template <class L>
inline constexpr bool has_forward = true;
template <class L>
inline constexpr bool has_to_delta = true;
template <class L>
inline constexpr bool has_backward = true;

template <Layer L>
inline constexpr bool has_named<L> = requires(Block<const typename L::Scalar, Layout<L>> p) {
  L::named(p);
};
template <Layer L>
inline constexpr bool has_predict<L> = requires(Block<const typename L::Scalar, Layout<L>> p,
                                                Rows<const typename L::Scalar, L::input> x,
                                                Rows<typename L::Scalar, L::output> y,
                                                typename L::Scalar* memory) {
  L::template predict<simd::plain>(p, x, y, memory);
};
template <Layer L>
inline constexpr bool has_forward<L> = requires(Block<const typename L::Scalar, Layout<L>> p,
                                                Rows<const typename L::Scalar, L::input> x,
                                                Rows<typename L::Scalar, L::output> y,
                                                typename L::Scalar* memory,
                                                const Training& training) {
  L::template forward<simd::plain>(p, x, y, memory, training);
};
template <Layer L>
inline constexpr bool has_to_delta<L> = requires(Rows<const typename L::Scalar, L::output> y,
                                                 const typename L::Scalar* memory,
                                                 typename L::Scalar* dy) {
  L::template to_delta<simd::plain>(y, memory, dy);
};
template <Layer L>
inline constexpr bool has_backward<L> = requires(Block<const typename L::Scalar, Layout<L>> p,
                                                 Rows<const typename L::Scalar, L::input> x,
                                                 Rows<const typename L::Scalar, L::output> y,
                                                 typename L::Scalar* memory,
                                                 const typename L::Scalar* dz, Discard sink,
                                                 typename L::Scalar* dx) {
  L::template backward<simd::plain, true>(p, x, y, memory, dz, sink, dx);
};

/// All that a net asks of a layer.
template <class L>
inline constexpr bool complete =
    Layer<L>&& has_named<L>&& has_predict<L>&& has_forward<L>&& has_to_delta<L>&& has_backward<L>;

/// Says which member layers miss.
template <class... Ls>
struct MembersOf {
  static_assert((requires { typename Ls::Scalar; } && ...),
                "Net<In, Layers...>: a layer of your own needs the type Scalar: the net's T");
  static_assert((requires {
                  { Ls::input } -> std::convertible_to<Shape>;
                } &&
                 ...),
                "Net<In, Layers...>: a layer of your own needs the Shape input: the net's In");
  static_assert((requires {
                  { Ls::output } -> std::convertible_to<Shape>;
                } &&
                 ...),
                "Net<In, Layers...>: a layer of your own needs the Shape output: of one sample");
  static_assert(
      (requires {
        { Ls::parameters.size() } -> std::convertible_to<std::size_t>;
      } &&
       ...),
      "Net<In, Layers...>: a layer of your own needs parameters: an std::array of Parameter");
  static_assert(
      (requires(std::size_t n) {
        { Ls::predict_memory(n) } -> std::convertible_to<std::size_t>;
      } &&
       ...),
      "Net<In, Layers...>: a layer of your own needs predict_memory(n): scratch of n rows");
  static_assert(
      (requires(std::size_t n) {
        { Ls::training_memory(n) } -> std::convertible_to<std::size_t>;
      } &&
       ...),
      "Net<In, Layers...>: a layer of your own needs training_memory(n): what n rows leave");
  static_assert(
      (has_named<Ls> && ...),
      "Net<In, Layers...>: a layer of your own needs named(block): its parameters as views");
  static_assert((has_predict<Ls> && ...),
                "Net<In, Layers...>: a layer of your own needs predict<Arch>(p, x, y, memory)");
  static_assert(
      (has_forward<Ls> && ...),
      "Net<In, Layers...>: a layer of your own needs forward<Arch>(p, x, y, memory, training)");
  static_assert((has_to_delta<Ls> && ...),
                "Net<In, Layers...>: a layer of your own needs to_delta<Arch>(y, memory, dy)");
  static_assert((has_backward<Ls> && ...),
                "Net<In, Layers...>: a layer of your own needs backward<Arch, dx wanted>(p, x, y, "
                "memory, dz, sink, dx)");
};

}  // namespace kiln::checks
