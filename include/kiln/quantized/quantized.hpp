// SPDX-License-Identifier: MIT
#pragma once
// A trained net in few bits, for inference only. Not part of kiln.hpp: include it beside that.
// The formats stand in int8.hpp and bfloat16.hpp.

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>

#include <kiln/activations/apply.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/quantized/bfloat16.hpp>
#include <kiln/quantized/int8.hpp>
#include <kiln/simd/compiler.hpp>

namespace kiln {

namespace quantized_detail {
template <class P>
inline constexpr bool is_dense_parameters = false;
template <class T, Shape W, Shape B>
inline constexpr bool is_dense_parameters<DenseParameters<T, W, B>> = true;

template <class L>
inline constexpr bool is_dense = requires(Block<const float, Layout<L>> block) {
  requires is_dense_parameters<decltype(L::named(block))>;
  typename L::Activation;
};

template <class Net>
struct ChainOf;
template <class T, Shape In, class... Ls>
struct ChainOf<BasicNet<T, In, Ls...>> {
  using type = Chain<T, In, Ls...>;
};

// An activation's function, or none where it wants whole rows. A type with a name, so that layers
// and nets share kernels.
template <class A>
struct ValueOf {
  template <class V>
  KILN_INLINE V operator()(const V& z) const {
    if constexpr (ElementwiseActivation<A>) return A::value(z);
    else return z;
  }
};

// A struct for each layer: std::tuple is not trivially copyable.
template <class Format, class... Ls>
struct PackedLayers {};
template <class Format, class First, class... Rest>
struct PackedLayers<Format, First, Rest...> {
  PackedDense<Format, First::input.size(), First::output.size()> first;
  PackedLayers<Format, Rest...> rest;

  template <std::size_t I>
  constexpr auto& at() {
    if constexpr (I == 0) return first;
    else return rest.template at<I - 1>();
  }
  template <std::size_t I>
  constexpr const auto& at() const {
    if constexpr (I == 0) return first;
    else return rest.template at<I - 1>();
  }
};

// The facts that must hold, and the largest of the layers' rows.
template <class Format, class C>
struct Facts;
template <class Format, class T, Shape In, class... Ls>
struct Facts<Format, BuiltChain<T, In, Ls...>> {
  static constexpr bool dense = (is_dense<Ls> && ...);
  static constexpr bool short_enough = ((Ls::input.size() <= Format::most_inputs) && ...);
  using Layers = PackedLayers<Format, Ls...>;
  static constexpr std::size_t narrow =
      std::max({PackedDense<Format, Ls::input.size(), Ls::output.size()>::row...});
  static constexpr std::size_t floats =
      std::max({PackedDense<Format, Ls::input.size(), Ls::output.size()>::padded...});
};
}  // namespace quantized_detail

/// `Net` with weights of `Format`: Int8, BFloat16Weights or BFloat16Products; every layer of it
/// must be a Dense one, frozen or not. Trivially copyable; all weights are zero until `quantize`.
/// One that is const may be shared by threads. `Workspace<Quantized<…>, Batch>` is the memory for
/// batches.
///
/// Example  static kiln::Quantized<Net, kiln::Int8> small;
///          quantize(net, samples, small);
///          small.predict(x);
template <class Net, class Format>
class Quantized {
  using Built = typename quantized_detail::ChainOf<Net>::type;
  static_assert(std::is_same_v<typename Net::Scalar, float>,
                "Quantized<Net, Format>: the net must be one of floats: Net<...>");
  static constexpr bool is_dense = quantized_detail::Facts<Format, Built>::dense;
  static_assert(is_dense,
                "Quantized<Net, Format>: every layer must be Dense, or Frozen<Dense<...>>");
  using Chain = std::conditional_t<
      is_dense, Built,
      BuiltChain<float, Net::input, DenseLayer<float, Net::input, Net::output.size(), Identity>>>;
  using Facts = quantized_detail::Facts<Format, Chain>;
  static_assert(Facts::short_enough,
                "Quantized<Net, Int8>: a layer may have at most 32768 inputs, or sums overflow");
  static constexpr std::size_t block = 24;  // rows that go through the net together

  // Rows of a layer's input and output.
  template <std::size_t Rows>
  struct Scratch {
    alignas(64) typename Format::Input narrow[Rows * Facts::narrow];
    alignas(64) float z[Rows * Facts::floats];
  };

 public:
  using Scalar = float;                                     ///< of input and output
  static constexpr Shape input = Net::input;                ///< of one sample
  static constexpr Shape output = Net::output;              ///< of one sample
  static constexpr std::size_t layer_count = Chain::count;  ///< number of layers
  /// Floats of scratch for a batch of any size.
  static constexpr std::size_t predict_memory(std::size_t) { return sizeof(Scratch<block>) / 4; }
  /// It does not learn.
  static constexpr std::size_t training_memory(std::size_t) { return 0; }

  /// Layer number `I`: its weights, read as floats, with layer<0>().weight(k, j).
  template <std::size_t I>
  constexpr auto& layer() {
    return layers_.template at<I>();
  }
  /// Layer number `I`: its weights, read as floats, with layer<0>().weight(k, j).
  template <std::size_t I>
  constexpr const auto& layer() const {
    return layers_.template at<I>();
  }

  KILN_SCRATCH_BEGIN
  /// f(x) of one sample: a tensor, array, span or view of the input's size. Its scratch is on the
  /// stack.
  template <class Arch = simd::default_dot_arch, class X>
  BasicTensor<float, output> predict(const X& x) const noexcept KILN_NONBLOCKING {
    (void)checks::OneSample<X, float, input>{};
    static_assert(sizeof(Scratch<1>) <= 65536,
                  "predict(x): this net needs more than 64 KiB of scratch; place a Workspace and "
                  "call predict(x, workspace)");
    Scratch<1> scratch;
    BasicTensor<float, output> y;
    const Rows<const float, input> row = as_rows<float, input>(x);
    assert(row.count() == 1 && "predict(x): the input must be one sample");
    run<0, Arch, true>(1, row.data(), 0, scratch, y.data());
    return y;
  }
  KILN_SCRATCH_END

  /// f(x) of n rows, which stay in the workspace. Requires n ≤ the workspace's capacity.
  template <class Arch = simd::default_dot_arch, class X, class W>
  Rows<const float, output> predict(const X& x, W& workspace) const noexcept KILN_NONBLOCKING {
    if constexpr (!checks::Pass<Quantized, X, W>::holds) {
      return {nullptr, 0};
    } else {
      const Rows<const float, input> rows = as_rows<float, input>(x);
      assert(rows.count() <= W::capacity && "more rows than the workspace's capacity");
      const Rows<float, output> y = workspace.output(rows.count());
      auto& scratch = *::new (static_cast<void*>(workspace.layers())) Scratch<block>;
      for (std::size_t first = 0; first < rows.count(); first += block) {
        const std::size_t n = std::min(block, rows.count() - first);
        run<0, Arch, false>(n, rows.data() + first * input.size(), input.size(), scratch,
                            y.data() + first * output.size());
      }
      return y;
    }
  }

 private:
  /// Layer I and those behind it, for n rows that are `x_row` apart.
  template <std::size_t I, class Arch, bool OneRow, class S>
  void run(std::size_t n, const float* x, std::size_t x_row, S& scratch, float* y) const {
    using L = typename Chain::template At<I>;
    using A = typename L::Activation;
    using Base = typename simd::dot_parts<Arch>::base;
    constexpr std::size_t units = L::output.size();
    constexpr bool last = I + 1 == layer_count, by_row = !ElementwiseActivation<A>;
    const auto& now = layer<I>();
    now.template predict<Arch, OneRow>(n, x, x_row, scratch.narrow, scratch.z,
                                       quantized_detail::ValueOf<A>{});
    float* const out = last ? y : scratch.z;
    if constexpr (last || by_row) {
      for (std::size_t r = 0; r < n; ++r) {
        std::memmove(out + r * units, scratch.z + r * now.padded, units * sizeof(float));
      }
    }
    if constexpr (by_row) A::template rows<units, Base>(n, out);
    if constexpr (!last) run<I + 1, Arch, OneRow>(n, out, by_row ? units : now.padded, scratch, y);
  }

  typename Facts::Layers layers_;
};

namespace quantized_detail {
/// Extends the ranges by the inputs of layer I and of those behind it.
template <std::size_t I, class Arch, class Chain, class B, class X, std::size_t N>
void observe(B block, X x, std::array<ValueRange, N>& ranges) {
  for (const float value : x) ranges[I].include(value);
  if constexpr (I + 1 < N) {
    using L = typename Chain::template At<I>;
    BasicTensor<float, L::output> y;
    float memory[L::predict_memory(1) + 1];
    L::template predict<Arch>(block.template from<Chain::first_parameter[I]>(), x, y.view(),
                              memory);
    observe<I + 1, Arch, Chain>(block, View<const float, L::output>(y.view()), ranges);
  }
}

template <class Net, class Format, std::size_t N>
constexpr void assign(const Net& net, const std::array<ValueRange, N>& ranges,
                      Quantized<Net, Format>& to) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (to.template layer<I>().assign(net.template layer<I>(), ranges[I]), ...);
  }
  (std::make_index_sequence<N>());
}
}  // namespace quantized_detail

namespace checks {
/// The net that a quantised one is made of, and the one that it is given.
template <class Net, class Given>
struct QuantizedNet {
  static_assert(std::is_same_v<Net, Given>,
                "quantize(net, to): `to` must be a Quantized<Net, Format> of this very net");
};
}  // namespace checks

/// to ← net in the format, for formats that need no samples. Requires finite weights.
template <class Net, class Of, class Format>
constexpr void quantize(const Net& net, Quantized<Of, Format>& to) {
  static_assert(!Format::calibrated,
                "quantize(net, to): Int8 needs samples to see what the layers' inputs are: "
                "quantize(net, samples, to)");
  (void)checks::QuantizedNet<Of, Net>{};
  if constexpr (std::is_same_v<Of, Net>) {
    quantized_detail::assign(net, std::array<ValueRange, Net::layer_count>{}, to);
  }
}

/// to ← net in the format; the rows x are samples of what the net will see, a few hundred of them.
/// Each layer's input gets the range that it takes over them. Requires finite weights.
template <class Arch = simd::default_arch, class Net, class Of, class Format, class X>
void quantize(const Net& net, const X& x, Quantized<Of, Format>& to) {
  (void)checks::QuantizedNet<Of, Net>{};
  if constexpr (!std::is_same_v<Of, Net>) {
    return;
  } else if constexpr (checks::Samples<Net, X>::holds) {
    const Rows<const float, Net::input> rows = as_rows<float, Net::input>(x);
    std::array<ValueRange, Net::layer_count> ranges{};
    using Chain = typename quantized_detail::ChainOf<Net>::type;
    for (std::size_t r = 0; r < rows.count(); ++r) {
      quantized_detail::observe<0, Arch, Chain>(net.block(), rows[r], ranges);
    }
    quantized_detail::assign(net, ranges, to);
  }
}

}  // namespace kiln
