// SPDX-License-Identifier: MIT
#pragma once
// Built layers one after the other, as a layer: parameters are listed, and passes go through the
// layers and their memory, each member of a team with its share. It owns nothing; the net does. How
// descriptions become layers: bind.hpp.

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include <kiln/concepts.hpp>
#include <kiln/layers/in_team.hpp>
#include <kiln/layers/layout.hpp>
#include <kiln/layers/team.hpp>

namespace kiln {

/// The layers `Ls`, built and fitting one another, as one layer.
template <class T, Shape In, class... Ls>
struct BuiltChain {
  using Scalar = T;                                    ///< the elements
  static constexpr std::size_t count = sizeof...(Ls);  ///< number of layers
  /// Layer number `I`.
  template <std::size_t I>
  using At = std::tuple_element_t<I, std::tuple<Ls...>>;
  using Last = At<count - 1>;                    ///< the output layer
  static constexpr Shape input = In;             ///< of one sample
  static constexpr Shape output = Last::output;  ///< of one sample

  /// For each layer the number of its first parameter tensor; behind them the number of all.
  static constexpr std::array<std::size_t, count + 1> first_parameter = [] {
    std::array<std::size_t, count + 1> first{};
    std::size_t i = 0;
    ((first[i + 1] = first[i] + Ls::parameters.size(), ++i), ...);
    return first;
  }();

  /// Those of all layers in order.
  static constexpr std::array<Parameter, first_parameter[count]> parameters = [] {
    std::array<Parameter, first_parameter[count]> all{};
    std::size_t at = 0;
    const auto append = [&](const auto& some) {
      for (const Parameter& parameter : some) all[at++] = parameter;
    };
    (append(Ls::parameters), ...);
    return all;
  }();

  /// Whether a layer before number `I` learns, so that backpropagation must reach it.
  static constexpr bool learns_before(std::size_t I) {
    for (std::size_t i = 0; i < first_parameter[I]; ++i) {
      if (parameters[i].trained) return true;
    }
    return false;
  }

  /// Two buffers for what passes from layer to layer, and the hungriest layer's scratch: as much
  /// for each row, so that members of a team predict rows apart from each other.
  static constexpr std::size_t predict_memory(std::size_t n) {
    return n * (2 * padded(widest_inner()) + std::max({Ls::predict_memory(1)...}));
  }

  /// Every inner output, every layer's own, and up to three buffers for deltas.
  static constexpr std::size_t training_memory(std::size_t n) {
    return deltas_at(n) + delta_buffers * padded(n * widest_inner());
  }

  /// The parameters of all layers by name, as a tuple.
  template <class B>
  static constexpr auto named(B block) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return std::tuple{At<I>::named(block.template from<first_parameter[I]>())...};
    }
    (std::make_index_sequence<count>());
  }

  /// For training it is given whole batches and a team, and sees to its members' rows itself.
  static constexpr bool takes_team = true;

  /// y = f(x) for n rows, or for one sample where x and y are views.
  template <class Arch, class B, template <class, Shape> class Many>
  static constexpr void predict(B p, Many<const T, In> x, Many<T, output> y, T* memory) {
    const std::size_t buffer = rows_in(x) * padded(widest_inner());
    predict_from<0, Arch>(p, x, y, memory, memory + buffer, memory + 2 * buffer);
  }

  /// y = f(x) for the member's rows, leaving in memory what `backward` needs.
  template <class Arch, class B, class Team = Alone>
  static constexpr void forward(B p, Rows<const T, In> x, Rows<T, output> y, T* memory,
                                const Training& training, const Team& team = {}) {
    forward_from<0, Arch>(p, x, y, memory, training, team);
  }

  /// The last layer's, for the member's rows.
  template <class Arch, class Team = Alone>
  static constexpr void to_delta(Rows<const T, output> y, const T* memory, T* dy,
                                 const Team& team = {}) {
    InTeam<Last>::template to_delta<Arch>(y, memory + own_at(count - 1, y.count()), dy, team);
  }

  /// Parameter gradients of all layers into the sink, last layer first, each row by one member;
  /// and dL/dx of the member's rows if wanted.
  /// Requires what all members passed: their rows of memory, y and dz.
  template <class Arch, bool InputGradient, class B, class Sink, class Team = Alone>
  static constexpr void backward(B p, Rows<const T, In> x, Rows<const T, output> y, T* memory,
                                 const T* dz, const Sink& sink, T* dx, const Team& team = {}) {
    backward_from<count - 1, Arch, InputGradient>(p, x, y, memory, dz, sink, dx, team);
  }

 private:
  /// While one member still reads a layer's delta for dW, another may be two deltas ahead.
  static constexpr std::size_t delta_buffers = count > 3 ? 3 : count - 1;

  /// Buffers start on 64 bytes.
  static constexpr std::size_t padded(std::size_t elements) {
    constexpr std::size_t step = sizeof(T) < 64 ? 64 / sizeof(T) : 1;
    return (elements + step - 1) / step * step;
  }
  static constexpr std::size_t widest_inner() {
    const std::array<std::size_t, count> width{Ls::output.size()...};
    std::size_t widest = 0;
    for (std::size_t i = 0; i + 1 < count; ++i) widest = std::max(widest, width[i]);
    return widest;
  }
  /// Where inner output `I` of n rows begins in the training memory.
  static constexpr std::size_t output_at(std::size_t I, std::size_t n) {
    const std::array<std::size_t, count> width{Ls::output.size()...};
    std::size_t at = 0;
    for (std::size_t i = 0; i < I; ++i) at += padded(n * width[i]);
    return at;
  }
  /// Where layer I's own training memory begins.
  static constexpr std::size_t own_at(std::size_t I, std::size_t n) {
    const std::array<std::size_t, count> own{Ls::training_memory(n)...};
    std::size_t at = output_at(count - 1, n);
    for (std::size_t i = 0; i < I; ++i) at += padded(own[i]);
    return at;
  }
  /// Where the delta buffers begin.
  static constexpr std::size_t deltas_at(std::size_t n) {
    const std::array<std::size_t, count> own{Ls::training_memory(n)...};
    return own_at(count - 1, n) + padded(own[count - 1]);
  }

  template <Shape S>
  static constexpr std::size_t rows_in(Rows<const T, S> x) {
    return x.count();
  }
  template <Shape S>
  static constexpr std::size_t rows_in(View<const T, S>) {
    return 1;
  }
  template <Shape Out, Shape S>
  static constexpr Rows<T, Out> like(Rows<const T, S> x, T* data) {
    return {data, x.count()};
  }
  template <Shape Out, Shape S>
  static constexpr View<T, Out> like(View<const T, S>, T* data) {
    return View<T, Out>(data);
  }

  template <std::size_t I, class Arch, class B, class X, class Y>
  static constexpr void predict_from(B p, X x, Y y, T* next, T* after, T* scratch) {
    const auto own = p.template from<first_parameter[I]>();
    if constexpr (I + 1 == count) {
      At<I>::template predict<Arch>(own, x, y, scratch);
    } else {
      const auto out = like<At<I>::output>(x, next);
      At<I>::template predict<Arch>(own, x, out, scratch);
      predict_from<I + 1, Arch>(p, as_const(out), y, after, next, scratch);
    }
  }
  template <Shape S>
  static constexpr Rows<const T, S> as_const(Rows<T, S> x) {
    return x;
  }
  template <Shape S>
  static constexpr View<const T, S> as_const(View<T, S> x) {
    return x;
  }

  template <std::size_t I, class Arch, class B, class X, class Team>
  static constexpr void forward_from(B p, X x, Rows<T, output> y, T* memory,
                                     const Training& training, const Team& team) {
    const std::size_t n = x.count();
    const auto own = p.template from<first_parameter[I]>();
    T* const keep = memory + own_at(I, n);
    if constexpr (I + 1 == count) {
      InTeam<At<I>>::template forward<Arch>(own, x, y, keep, training, team);
    } else {
      const Rows<T, At<I>::output> out{memory + output_at(I, n), n};
      InTeam<At<I>>::template forward<Arch>(own, x, out, keep, training, team);
      forward_from<I + 1, Arch>(p, Rows<const T, At<I>::output>(out), y, memory, training, team);
    }
  }

  /// Layer I and those below it. Between a layer's dx and its dW all members meet: W may move only
  /// when nobody reads it any more, dW needs every member's rows, and so the next but one layer's
  /// dx may go where this one's delta was.
  template <std::size_t I, class Arch, bool InputGradient, class B, class Y, class Sink, class Team>
  static constexpr void backward_from(B p, Rows<const T, In> x, Y y, T* memory, const T* dz,
                                      const Sink& sink, T* dx, const Team& team) {
    using L = InTeam<At<I>>;
    const std::size_t n = x.count();
    const auto own = p.template from<first_parameter[I]>();
    const auto own_sink = sink.template from<first_parameter[I]>();
    T* const keep = memory + own_at(I, n);
    constexpr bool on = InputGradient || (Sink::wanted && learns_before(I));
    if constexpr (I == 0) {
      if constexpr (on) {
        L::template input_gradient<Arch>(own, x, y, keep, dz, own_sink, dx, team);
        team.barrier();
      }
      L::template gradient<Arch, on>(own, x, y, keep, dz, own_sink, team);
    } else {
      using Below = At<I - 1>;
      const Rows<const T, Below::output> in{memory + output_at(I - 1, n), n};
      T* const below = memory + deltas_at(n) + I % delta_buffers * padded(n * widest_inner());
      if constexpr (on) {
        L::template input_gradient<Arch>(own, in, y, keep, dz, own_sink, below, team);
        InTeam<Below>::template to_delta<Arch>(in, memory + own_at(I - 1, n), below, team);
        team.barrier();
      }
      L::template gradient<Arch, on>(own, in, y, keep, dz, own_sink, team);
      if constexpr (on) {
        backward_from<I - 1, Arch, InputGradient>(p, x, in, memory, below, sink, dx, team);
      }
    }
  }
};

}  // namespace kiln
