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

/// Each of these is whether `L` has the member; the functions, whose arguments need the rest, count
/// as there where the rest is not.
template <class L>
inline constexpr bool has_scalar = requires {
  typename L::Scalar;
};
/// As above.
template <class L>
inline constexpr bool has_input = requires {
  { L::input } -> std::convertible_to<Shape>;
};
/// As above.
template <class L>
inline constexpr bool has_output = requires {
  { L::output } -> std::convertible_to<Shape>;
};
/// As above.
template <class L>
inline constexpr bool has_parameters = requires {
  { L::parameters.size() } -> std::convertible_to<std::size_t>;
};
/// As above.
template <class L>
inline constexpr bool has_predict_memory = requires(std::size_t n) {
  { L::predict_memory(n) } -> std::convertible_to<std::size_t>;
};
/// As above.
template <class L>
inline constexpr bool has_training_memory = requires(std::size_t n) {
  { L::training_memory(n) } -> std::convertible_to<std::size_t>;
};
/// As above.
template <class L>
inline constexpr bool has_named = true;
/// As above.
template <class L>
inline constexpr bool has_predict = true;
/// As above.
template <class L>
inline constexpr bool has_forward = true;
/// As above.
template <class L>
inline constexpr bool has_to_delta = true;
/// As above.
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
  static_assert((has_scalar<Ls> && ...),
                "Net<In, Layers...>: a layer of your own needs the type Scalar");
  static_assert((has_input<Ls> && ...),
                "Net<In, Layers...>: a layer of your own needs the Shape input");
  static_assert((has_output<Ls> && ...),
                "Net<In, Layers...>: a layer of your own needs the Shape output");
  static_assert((has_parameters<Ls> && ...),
                "Net<In, Layers...>: a layer of your own needs parameters, an std::array");
  static_assert((has_predict_memory<Ls> && ...),
                "Net<In, Layers...>: a layer of your own needs predict_memory(n)");
  static_assert((has_training_memory<Ls> && ...),
                "Net<In, Layers...>: a layer of your own needs training_memory(n)");
  static_assert((has_named<Ls> && ...),
                "Net<In, Layers...>: a layer of your own needs named(block)");
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
