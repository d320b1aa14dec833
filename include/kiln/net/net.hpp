// SPDX-License-Identifier: MIT
#pragma once
// The net: owns the parameters of its layers in one flat block, and offers the passes over them.
// Memory for the passes is the caller's (workspace.hpp); learning is in train/.

#include <array>
#include <cassert>
#include <cstddef>
#include <span>
#include <tuple>

#include <kiln/concepts.hpp>
#include <kiln/layers/in_team.hpp>
#include <kiln/layers/sink.hpp>
#include <kiln/layers/team.hpp>
#include <kiln/losses/targets.hpp>
#include <kiln/net/bind.hpp>
#include <kiln/net/checks.hpp>
#include <kiln/net/gradient.hpp>
#include <kiln/net/parameter_list.hpp>
#include <kiln/net/report.hpp>
#include <kiln/net/training_pass.hpp>
#include <kiln/net/workspace.hpp>
#include <kiln/simd/compiler.hpp>
#include <kiln/tensor/as_rows.hpp>
#include <kiln/tensor/tensor.hpp>

namespace kiln {

/// A feed-forward net of scalar `T` on inputs of shape `In`. Trivially copyable; all parameters are
/// zero until `initialize` or a file sets them. A const net may be shared by threads, each with a
/// workspace of its own.
///
/// Passes do not allocate, lock, wait, throw or call the system, as long as their activations,
/// losses and targets do not; with a pool, they wait for its threads (KILN_NONBLOCKING).
///
/// Example  kiln::Net<784, kiln::Dense<50, kiln::Sigmoid>, kiln::Dense<10, kiln::Softmax>> net;
template <class T, Shape In, class... Layers>
class BasicNet {
  static_assert(sizeof...(Layers) >= 1,
                "Net<In, Layers...>: name at least one layer, e.g. Net<784, Dense<10, Softmax>>");
  static_assert(((sizeof(Layers) > 0) && ...));  // a layer's own sentences come first
  static_assert(
      (checks::is_description<Layers, T, In> && ...),
      "Net<In, Layers...>: every argument after In must be a layer; activations go inside "
      "one: Dense<50, Sigmoid>");
  template <class D>
  using Described = std::conditional_t<checks::is_description<D, T, In>, D, NoLayer>;
  static_assert(sizeof(checks::ChainMembers<T, In, Described<Layers>...>) > 0);
  using Built = Chain<T, In, Described<Layers>...>;

 public:
  using Places = Layout<Built>;                                  ///< where its parameters stand
  using Scalar = T;                                              ///< what it computes with
  using Gradient = GradientOf<Built>;                            ///< a gradient of its loss
  using OutputLayer = typename Built::Last;                      ///< what a loss stands behind
  static constexpr Shape input = In;                             ///< of one sample
  static constexpr Shape output = Built::output;                 ///< of one sample
  static constexpr std::size_t layer_count = sizeof...(Layers);  ///< number of layers

  /// Number of parameters, frozen ones included, gaps not.
  static constexpr std::size_t parameter_count = [] {
    std::size_t total = 0;
    for (const Parameter& parameter : Built::parameters) total += parameter.shape.size();
    return total;
  }();
  static constexpr std::size_t parameter_bytes = parameter_count * sizeof(T);  ///< without gaps
  static constexpr std::size_t storage_count = Places::positions.storage;      ///< with gaps
  static constexpr std::size_t trained_count = Places::positions.trained;  ///< the learning prefix

  /// Elements that a forward pass of n rows needs beside its output.
  static constexpr std::size_t predict_memory(std::size_t n) { return Built::predict_memory(n); }
  /// Elements that a training pass of n rows needs beside output and delta.
  static constexpr std::size_t training_memory(std::size_t n) { return Built::training_memory(n); }

  /// Whether gradients of n rows are computed block by block (blocks.hpp), for the same bits.
  static constexpr bool takes_blocks(std::size_t n) { return kiln::takes_blocks<Built>(n); }

  /// Parameters, bytes and FLOPs of every layer and of the whole, for the compiler to check:
  /// static_assert(Net::report.inference_bytes <= 4096). As text: net/summary.hpp.
  static constexpr Report<layer_count> report = report_of<BasicNet, Built>();

  /// The parameters of layer number `I` as shaped views: layer<0>().weight(i, j).
  template <std::size_t I>
  constexpr auto layer() {
    static_assert(I < layer_count, "layer<I>: the net has fewer layers");
    return std::get<(I < layer_count ? I : 0)>(Built::named(block()));
  }
  /// The parameters of layer number `I` as shaped views: layer<0>().weight(i, j).
  template <std::size_t I>
  constexpr auto layer() const {
    static_assert(I < layer_count, "layer<I>: the net has fewer layers");
    return std::get<(I < layer_count ? I : 0)>(Built::named(block()));
  }

  /// Every parameter tensor with layer number, name and shape, in the order of the layers.
  constexpr auto parameters() { return named_parameters<Built>(parameters_.data()); }
  /// Every parameter tensor with layer number, name and shape, in the order of the layers.
  constexpr auto parameters() const { return named_parameters<Built>(parameters_.data()); }

  /// The whole block, gaps (zeros) included: trained parameters first.
  constexpr std::span<T, storage_count> storage() {
    return std::span<T, storage_count>(parameters_.data(), storage_count);
  }
  /// The whole block, gaps (zeros) included: trained parameters first.
  constexpr std::span<const T, storage_count> storage() const {
    return std::span<const T, storage_count>(parameters_.data(), storage_count);
  }

  /// The trained parameters, gaps included: as long as a gradient, for `update`.
  constexpr std::span<T, trained_count> trained() {
    return std::span<T, trained_count>(parameters_.data(), trained_count);
  }

  /// Draws every weight from the initialiser, frozen ones too, in the order of the layers, and sets
  /// every other parameter to its resting value (biases 0). Example  net.initialize(He{}, engine)
  template <class Arch = simd::default_arch, class I, class Engine>
  constexpr void initialize(const I& initializer, Engine&& engine) {
    if constexpr (checks::Drawing<I, std::remove_cvref_t<Engine>>::holds) {
      for (std::size_t i = 0; i < Places::count; ++i) {
        const Parameter& parameter = Built::parameters[i];
        T* const p = parameters_.data() + Places::positions.offset[i];
        for (std::size_t k = 0; k < parameter.shape.size(); ++k) {
          p[k] = parameter.fan_in == 0
                     ? T(parameter.fill)
                     : initializer.template draw<T>(engine, parameter.fan_in, parameter.fan_out);
        }
      }
    }
  }

  KILN_SCRATCH_BEGIN
  /// f(x) of one sample: a tensor, array, span or view of the input's size. Its scratch is on the
  /// stack.
  template <class Arch = simd::default_arch, class X>
  constexpr BasicTensor<T, output> predict(const X& x) const noexcept KILN_NONBLOCKING {
    (void)checks::OneSample<X, T, In>{};
    constexpr std::size_t scratch = predict_memory(1);
    static_assert(scratch * sizeof(T) <= 65536,
                  "predict(x): this net needs more than 64 KiB of scratch; place a Workspace and "
                  "call predict(x, workspace)");
    alignas(64) std::array<T, scratch + 1> memory;
    if (std::is_constant_evaluated()) memory.fill(T(0));
    // Not a tensor yet: those begin with a store of zeros, for which the last layer's narrower one
    // and its reader wait (1.3× for 2-3-2-2, each output the next input).
    alignas(64) std::array<T, output.size()> y;
    if (std::is_constant_evaluated()) y.fill(T(0));
    const Rows<const T, In> row = as_rows<T, In>(x);
    assert(row.count() == 1 && "predict(x): the input must be one sample");
    Built::template predict<Arch>(block(), row[0], View<T, output>(y.data()), memory.data());
    return BasicTensor<T, output>(View<T, output>(y.data()));
  }
  KILN_SCRATCH_END

  /// f(x) of n rows, which stay in the workspace. Requires n ≤ the workspace's capacity. A pool
  /// (train/thread_pool.hpp) shares the rows among its threads, for the same bits.
  template <class Arch = simd::default_arch, class X, class W, class Pool = Alone>
  constexpr Rows<const T, output> predict(const X& x, W& workspace, Pool&& pool = {}) const noexcept
      KILN_NONBLOCKING_IF(is_alone<Pool>) {
    if constexpr (!checks::Pass<BasicNet, X, W>::holds) {
      return {nullptr, 0};
    } else {
      const Rows<const T, In> rows = as_rows<T, In>(x);
      assert(rows.count() <= W::capacity && "more rows than the workspace's capacity");
      const Rows<T, output> y = workspace.output(rows.count());
      pool.run([&](const auto& team) {
        const std::size_t most = block_length<Built>(share_of(team, rows.count()).count);
        InTeam<Built>::template predict<Arch>(block(), rows, y, workspace.layers(), most, team);
      });
      return y;
    }
  }

  /// The loss of n rows. Requires n ≤ the workspace's capacity and as many targets.
  template <class Arch = simd::default_arch, class Loss, class X, class Targets, class W,
            class Pool = Alone>
  constexpr T loss(const Loss& loss, const X& x, const Targets& targets, W& workspace,
                   Pool&& pool = {}) const noexcept KILN_NONBLOCKING_IF(is_alone<Pool>) {
    if constexpr (checks::LossOf<BasicNet, Loss>::holds && checks::Pass<BasicNet, X, W>::holds &&
                  checks::TargetsOfBatch<BasicNet, X, Targets>::holds) {
      const auto t = as_targets<T, output>(targets);
      const Rows<const T, output> y = predict<Arch>(x, workspace, pool);
      assert(t.count() == y.count() && "as many targets as rows");
      return loss.template value<Arch>(y, t);
    } else {
      return T(0);
    }
  }

  /// gradient ← dL/dp of n rows by backpropagation; returns L.
  /// Requires n ≤ the workspace's capacity and as many targets.
  template <class Arch = simd::default_arch, class Loss, class X, class Targets, class W, class G,
            class Pool = Alone>
  constexpr T gradient(const Loss& loss, const X& x, const Targets& targets, W& workspace,
                       G& gradient, Pool&& pool = {}) const noexcept
      KILN_NONBLOCKING_IF(is_alone<Pool>) {
    if constexpr (checks::LossOf<BasicNet, Loss>::holds && checks::Pass<BasicNet, X, W>::holds &&
                  checks::TargetsOfBatch<BasicNet, X, Targets>::holds &&
                  checks::OwnGradient<checks::gradient_size<G>, trained_count,
                                      std::is_same_v<G, Gradient>>::holds) {
      return backward<Arch, false>(loss, x, targets, workspace, Assign<T, Places>{gradient.block()},
                                   nullptr, Training{}, pool);
    } else {
      return T(0);
    }
  }

  /// gradient += dL/dp of n rows; returns L. L is the mean over these n rows.
  template <class Arch = simd::default_arch, class Loss, class X, class Targets, class W, class G,
            class Pool = Alone>
  constexpr T add_gradient(const Loss& loss, const X& x, const Targets& targets, W& workspace,
                           G& gradient, Pool&& pool = {}) const noexcept
      KILN_NONBLOCKING_IF(is_alone<Pool>) {
    if constexpr (checks::LossOf<BasicNet, Loss>::holds && checks::Pass<BasicNet, X, W>::holds &&
                  checks::TargetsOfBatch<BasicNet, X, Targets>::holds &&
                  checks::OwnGradient<checks::gradient_size<G>, trained_count,
                                      std::is_same_v<G, Gradient>>::holds) {
      return backward<Arch, false>(loss, x, targets, workspace,
                                   Accumulate<T, Places>{gradient.block()}, nullptr, Training{},
                                   pool);
    } else {
      return T(0);
    }
  }

  /// dx ← dL/dx of n rows; returns L. Shapes  dx: n × In.
  template <class Arch = simd::default_arch, class Loss, class X, class Targets, class W,
            class Pool = Alone>
  constexpr T input_gradient(const Loss& loss, const X& x, const Targets& targets, W& workspace,
                             Rows<T, In> dx, Pool&& pool = {}) const noexcept
      KILN_NONBLOCKING_IF(is_alone<Pool>) {
    if constexpr (checks::LossOf<BasicNet, Loss>::holds && checks::Pass<BasicNet, X, W>::holds &&
                  checks::TargetsOfBatch<BasicNet, X, Targets>::holds) {
      assert(dx.count() == (as_rows<T, In>(x).count()) &&
             "input_gradient: a row of dx for each of x");
      return backward<Arch, true>(loss, x, targets, workspace, Discard{}, dx.data(), Training{},
                                  pool);
    } else {
      return T(0);
    }
  }

  /// jacobian(i, j) = ∂yᵢ/∂xⱼ at one sample. Cost  one forward and Out backward passes.
  ///
  /// Shapes   Out × In, both flattened.
  template <class Arch = simd::default_arch, class X, class W>
  constexpr void jacobian(const X& x, W& workspace,
                          View<T, Shape{output.size(), In.size()}> jacobian) const noexcept
      KILN_NONBLOCKING {
    if constexpr (!checks::OneSample<X, T, In>::holds || !checks::Pass<BasicNet, X, W>::holds) {
      return;
    }
    const Rows<const T, In> row = as_rows<T, In>(x);
    assert(row.count() == 1 && "jacobian: the input must be one sample");
    const Rows<T, output> y = workspace.output(1), dy = workspace.delta(1);
    Built::template forward<Arch>(block(), row, y, workspace.layers(), Training{});
    for (std::size_t i = 0; i < output.size(); ++i) {
      for (std::size_t j = 0; j < output.size(); ++j) dy.data()[j] = i == j ? T(1) : T(0);
      Built::template to_delta<Arch>(y, workspace.layers(), dy.data());
      Built::template backward<Arch, true>(block(), row, y, workspace.layers(), dy.data(),
                                           Discard{}, jacobian.data() + i * In.size());
    }
  }

  /// Forward, loss and backward into a sink: what `gradient` and the trainer share; returns L.
  /// `Apply` as sink moves the parameters of this very net. The loss is one member's work.
  template <class Arch, bool InputGradient, class Loss, class X, class Targets, std::size_t Batch,
            class Sink, class Pool = Alone>
  constexpr T backward(const Loss& loss, const X& x, const Targets& targets,
                       Workspace<BasicNet, Batch>& workspace, const Sink& sink, T* dx,
                       const Training& training, Pool&& pool = {}) const noexcept
      KILN_NONBLOCKING_IF(is_alone<Pool>) {
    const Rows<const T, In> rows = as_rows<T, In>(x);
    assert(rows.count() <= Batch && "more rows than the workspace's capacity");
    const auto t = as_targets<T, output>(targets);
    assert(t.count() == rows.count() && "as many targets as rows");
    assert(rows.count() > 0 && "a batch must have at least one row");
    const TrainingPass<Built, Batch, Loss, decltype(t)> pass{loss,
                                                             rows,
                                                             t,
                                                             workspace.output(rows.count()),
                                                             workspace.delta(rows.count()).data(),
                                                             workspace.layers(),
                                                             training};
    T value(0);
    pool.run([&](const auto& team) {
      pass.template operator()<Arch, InputGradient>(block(), sink, dx, value, team);
    });
    return value;
  }

  /// The whole block, for sinks.
  constexpr Block<T, Places> block() { return {parameters_.data()}; }
  /// The whole block, for sinks.
  constexpr Block<const T, Places> block() const { return {parameters_.data()}; }

 private:
  alignas(64) std::array<T, storage_count> parameters_{};
};

/// A net of floats: Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>.
template <Shape In, class... Layers>
using Net = BasicNet<float, In, Layers...>;

}  // namespace kiln
