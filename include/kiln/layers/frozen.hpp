// SPDX-License-Identifier: MIT
#pragma once
// A layer that does not learn: for fine-tuning the rest of a net.

#include <array>
#include <cstddef>

#include <kiln/concepts.hpp>
#include <kiln/layers/sink.hpp>

namespace kiln {

/// The layer `L` with its parameters not trained: no gradient, no optimiser state, and no dW.
template <class L>
struct FrozenLayer : L {
  /// Those of `L`, none of them trained.
  static constexpr auto parameters = [] {
    auto result = L::parameters;
    for (Parameter& parameter : result) parameter.trained = false;
    return result;
  }();

  /// Only dx, if wanted. A chain is given its team, too.
  template <class Arch, bool InputGradient, class B, class X, class Y, class Memory, class Sink,
            class... Team>
  static constexpr void backward(B p, X x, Y y, Memory* memory, const typename L::Scalar* dz,
                                 const Sink&, typename L::Scalar* dx, const Team&... team) {
    if constexpr (InputGradient) {
      L::template backward<Arch, true>(p, x, y, memory, dz, Discard{}, dx, team...);
    }
  }
};

namespace frozen_detail {
// Named here, where the description is a parameter: inside Frozen g++ looks it up at once.
template <class Description, class T, Shape In>
struct Freeze {
  using type = FrozenLayer<typename Description::template Layer<T, In>>;
};
}  // namespace frozen_detail

/// What a user writes: Frozen<Dense<50, ReLU>>.
template <class Description>
struct Frozen {
  /// The frozen layer on an input of shape `In`.
  template <class T, Shape In>
  requires LayerDescription<Description, T, In>
  using Layer = typename frozen_detail::Freeze<Description, T, In>::type;
};

}  // namespace kiln
