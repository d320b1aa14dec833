// SPDX-License-Identifier: MIT
#pragma once
// The fully connected layer. An input of higher rank is read as one row of all its elements.
// Source: Nielsen, Neural Networks and Deep Learning, ch. 2, BP1–BP4.

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include <kiln/activations/apply.hpp>
#include <kiln/activations/identity.hpp>
#include <kiln/concepts.hpp>
#include <kiln/kernels/by_transposed.hpp>
#include <kiln/kernels/chains.hpp>
#include <kiln/kernels/column_sums.hpp>
#include <kiln/kernels/known.hpp>
#include <kiln/kernels/matmul.hpp>
#include <kiln/kernels/matvec.hpp>
#include <kiln/layers/layout.hpp>
#include <kiln/layers/team.hpp>

namespace kiln {

/// The parameters of a dense layer as shaped views into a net (or a gradient).
template <class T, Shape Weight, Shape Bias>
struct DenseParameters {
  View<T, Weight> weight;  ///< In × Units
  View<T, Bias> bias;      ///< Units
};

/// Nothing is known of a layer's inputs: each meets its weights. Another such policy is Sparse.
struct AnyInput {
  static constexpr std::size_t rows_of_a_share =
      share_step;  ///< dW is split over threads at multiples

  /// X·W, of many rows.
  template <std::size_t Width, std::size_t Chains, class Arch, class Depth, class Left, class T,
            class Epilogue>
  static constexpr void forward(std::size_t rows, Depth depth, Left x, const T* w,
                                const Epilogue& epilogue) {
    multiply<Width, Chains, Arch>(rows, depth, x, w, epilogue);
  }
  /// X·W, of one row.
  template <std::size_t Depth, std::size_t Width, std::size_t Chains, class Arch, class Left,
            class T, class Epilogue>
  static KILN_INLINE constexpr void forward_row(Left x, const T* w, const Epilogue& epilogue) {
    if constexpr (is_few<Depth, Width, Arch, T>) {
      multiply_few<Depth, Width, Chains, Arch>(x, w, epilogue);
    } else {
      multiply_row<Width, Chains, Arch>(Depth, x, w, epilogue);
    }
  }
  /// Xᵀ·D.
  template <std::size_t Width, class Arch, class Rows, class Left, class T, class Epilogue>
  static constexpr void weight_gradient(Rows rows, std::size_t depth, Left x, const T* d,
                                        const Epilogue& epilogue) {
    multiply<Width, 1, Arch>(rows, depth, x, d, epilogue);
  }
};

/// Fully connected layer: y = a(x·W + b).
///
/// Shapes   x: n × In,  W: In × Units,  b: Units,  y: n × Units.
/// Layout   W row by row, then b.
/// Source   Nielsen, Neural Networks and Deep Learning, ch. 2, BP1–BP4.
template <class T, Shape In, std::size_t Units, class A, class Input = AnyInput>
struct DenseLayer {
  static constexpr std::string_view name = "Dense";                  ///< in reports
  using Scalar = T;                                                  ///< the elements
  using Activation = A;                                              ///< what a loss may fuse with
  static constexpr Shape input = In;                                 ///< of one sample
  static constexpr Shape output = Shape{Units};                      ///< of one sample
  static constexpr std::size_t inputs = In.size();                   ///< elements of one sample
  static constexpr std::size_t chains = chain_count(inputs, Units);  ///< sums of each output
  /// W and b.
  static constexpr std::array<Parameter, 2> parameters{
      Parameter{.name = "weight", .shape = {inputs, Units}, .fan_in = inputs, .fan_out = Units},
      Parameter{.name = "bias", .shape = {Units}}};

  /// No scratch.
  static constexpr std::size_t predict_memory(std::size_t) { return 0; }
  /// z, where the activation's slope needs it.
  static constexpr std::size_t training_memory(std::size_t n) {
    return slope_needs_input<A>() ? n * Units : 0;
  }

  /// The parameters by name.
  template <class B>
  static constexpr auto named(B block) {
    auto weight = block.template at<0>();
    auto bias = block.template at<1>();
    using Element = std::remove_pointer_t<decltype(weight.data())>;
    return DenseParameters<Element, weight.shape, bias.shape>{weight, bias};
  }

  /// y = a(x·W + b) for n rows.
  template <class Arch, class B>
  static constexpr void predict(B p, Rows<const T, In> x, Rows<T, output> y, T*) {
    multiply_in<Arch>(p, x, y.data());
    if constexpr (!std::is_same_v<A, Identity>) activate<A, Units, Arch>(x.count(), y.data());
  }

  /// y = a(x·W + b) for one sample, the activation fused.
  template <class Arch, class B>
  static constexpr void predict(B p, View<const T, In> x, View<T, output> y, T*) {
    const auto [weight, bias] = named(p);
    const Straight<T> row = straight(x.data(), inputs);
    if constexpr (ElementwiseActivation<A>) {
      const auto value = [](const auto& z) KILN_INLINE_LAMBDA { return A::value(z); };
      const StoreMapped<T, decltype(value)> store{y.data(), Units, bias.data(), value};
      Input::template forward_row<inputs, Units, chains, Arch>(row, weight.data(), store);
    } else {
      const Store<T> store{y.data(), Units, bias.data(), 0};
      Input::template forward_row<inputs, Units, chains, Arch>(row, weight.data(), store);
      activate<A, Units, Arch>(1, y.data());
    }
  }

  /// predict, leaving z in memory where the activation's slope needs it.
  template <class Arch, class B>
  static constexpr void forward(B p, Rows<const T, In> x, Rows<T, output> y, T* memory,
                                const Training&) {
    multiply_in<Arch>(p, x, y.data());
    if constexpr (slope_needs_input<A>()) {
      for (std::size_t i = 0; i < y.size(); ++i) memory[i] = y.data()[i];
    }
    if constexpr (!std::is_same_v<A, Identity>) activate<A, Units, Arch>(x.count(), y.data());
  }

  /// dy ← dL/dz (BP2's ⊙ a′(z)).
  template <class Arch>
  static constexpr void to_delta(Rows<const T, output> y, const T* memory, T* dy) {
    if constexpr (!std::is_same_v<A, Identity>) {
      const T* const kept = slope_needs_input<A>() ? memory : y.data();
      activate_backward<A, Units, Arch>(y.count(), kept, dy);
    }
  }

  /// dW = xᵀ·dz, db = Σ dz over the rows (BP3, BP4), dx = dz·Wᵀ if wanted (BP2), and dx before
  /// the sink sees dW, since the sink may move W. Of dW and db only the sink's rows.
  template <class Arch, bool InputGradient, class B, class Sink>
  static constexpr void backward(B p, Rows<const T, In> x, Rows<const T, output>, const T*,
                                 const T* dz, const Sink& sink, T* dx) {
    const std::size_t n = x.count();
    if constexpr (InputGradient) {
      multiply_by_transposed<inputs, Arch>(n, known<Units>, dz, named(p).weight.data(), dx);
    }
    if constexpr (Sink::wanted) {
      const Transposed<T> left = transposed(x.data(), inputs);
      if constexpr (Sink::whole) {
        Input::template weight_gradient<Units, Arch>(known<inputs>, n, left, dz,
                                                     sink.template epilogue<0>(Units, 0));
      } else {
        const Range rows = sink.rows(inputs, Input::rows_of_a_share);
        Input::template weight_gradient<Units, Arch>(rows.count, n, left.from(rows.first, 0), dz,
                                                     sink.template epilogue<0>(Units, rows.first));
        if (sink.rows(1).count == 0) return;
      }
      column_sums<Units, Arch>(n, dz, sink.template epilogue<1>(Units, 0));
    }
  }

 private:
  template <class Arch, class B>
  static constexpr void multiply_in(B p, Rows<const T, In> x, T* z) {
    const auto [weight, bias] = named(p);
    Input::template forward<Units, chains, Arch>(x.count(), known<inputs>,
                                                 straight(x.data(), inputs), weight.data(),
                                                 Store<T>{z, Units, bias.data(), 0});
  }
};

namespace dense_detail {
/// A type that means to be an activation.
template <class A>
concept has_some_member =
    HasValue<A> || HasSlope<A> || HasSlopeFrom<A> || HasRows<A> || HasRowsBackward<A>;
/// Policies of inputs are told from other types by one of their functions.
template <class I>
concept Policy = requires(Transposed<float> x, const float* d, Store<float> store) {
  I::template weight_gradient<1, simd::plain>(std::size_t{1}, std::size_t{1}, x, d, store);
};
}  // namespace dense_detail

/// What a user writes: Dense<50, Sigmoid>, or Dense<10> for no activation; Dense<50, Sigmoid,
/// Sparse> where most inputs are zero. It becomes a DenseLayer once the shape before it is known.
template <std::ptrdiff_t Units, class A = Identity, class Input = AnyInput>
struct Dense {
  static_assert(Units >= 1, "Dense<Units, Activation>: Units must be at least 1");
  static constexpr bool is_activation = Activation<A>;  ///< `A` is one
  static_assert(is_activation || dense_detail::has_some_member<A>,
                "Dense<Units, Activation>: Activation must be one, e.g. Dense<50, Sigmoid>");
  // What the author of an activation has left out.
  static_assert(is_activation || HasValue<A> || !(HasSlope<A> || HasSlopeFrom<A>),
                "Dense<Units, Activation>: an activation of your own needs value(z): y");
  static_assert(is_activation || HasSlope<A> || !(HasValue<A> || HasSlopeFrom<A>),
                "Dense<Units, Activation>: an activation of your own needs slope(y or z): dy/dz");
  static_assert(is_activation || HasSlopeFrom<A> || !(HasValue<A> || HasSlope<A>),
                "Dense<Units, Activation>: an activation of your own needs slope_from: "
                "SlopeFrom::output or SlopeFrom::input");
  static_assert(
      is_activation || HasRows<A> || !HasRowsBackward<A>,
      "Dense<Units, Activation>: an activation of your own needs rows<Width, Arch>(n, z)");
  static_assert(is_activation || HasRowsBackward<A> || !HasRows<A>,
                "Dense<Units, Activation>: an activation of your own needs rows_backward<Width, "
                "Arch>(n, y, dy)");
  static constexpr bool is_input = dense_detail::Policy<Input>;  ///< `Input` says what inputs are
  static_assert(is_input,
                "Dense<Units, Activation, Input>: Input must be Sparse where most inputs are zero, "
                "and is left out elsewhere");

  /// The layer on an input of shape `In`.
  template <class T, Shape In>
  using Layer = DenseLayer<T, In, static_cast<std::size_t>(Units < 1 ? 1 : Units),
                           std::conditional_t<is_activation, A, Identity>,
                           std::conditional_t<is_input, Input, AnyInput>>;
};

}  // namespace kiln
