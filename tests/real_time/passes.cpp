// SPDX-License-Identifier: MIT
// Every pass that a loop in real time may make, over typical nets. Nothing here is marked: it is
// the library's own functions that promise (KILN_NONBLOCKING), and that are held to it.
#include "real_time/passes.hpp"

#include <kiln/kiln.hpp>
#include <kiln/quantized/quantized.hpp>

#include "support/swish.hpp"

namespace real_time {

namespace {

using namespace kiln;

// Takes blocks of 64 rows, the fewest there are; and a batch of four of them and a rest.
using Wide = Net<260, Dense<6, Tanh>, Dense<2, Softmax>>;
static_assert(Wide::takes_blocks(4 * 64) && !Wide::takes_blocks(4 * 64 - 1));
constexpr std::size_t few = 21, many = 4 * 64 + 37;
constinit int wanted[many] = {};  // labels of two classes

/// A net with all that its passes need.
template <class N, class Loss, std::size_t batch = few>
struct Case {
  using T = typename N::Scalar;
  static constexpr std::size_t in = N::input.size(), out = N::output.size();
  static constexpr std::span<const int, batch> labels{wanted, batch};

  inline static N net;
  inline static Workspace<N, batch> workspace;
  inline static typename N::Gradient gradient;
  inline static Trainer<N, Loss, SGD, batch> sgd{net};
  inline static Trainer<N, Loss, Momentum, batch> momentum{net};
  inline static Trainer<N, Loss, Adam, batch> adam{net};
  inline static std::array<T, batch * in> x, dx;
  inline static std::array<T, out * in> jacobian;
  inline static std::array<T, batch * out> t;
  inline static T result;
  inline static std::array<std::uint8_t, batch * in> bytes;
  inline static std::array<std::uint8_t, batch> small_labels;
  inline static Minibatches<T, N::input, 5> batches{{bytes.data(), batch}, small_labels, 255};

  static void fill(Engine& engine) {
    net.initialize(Glorot{}, engine);
    // Most of an input is zero, for the sparse layers.
    for (T& value : x) value = uniform<T>(engine) < T(0.7) ? T(0) : uniform<T>(engine);
    for (T& value : t) value = uniform<T>(engine);
  }

  static constexpr std::array passes{
      Pass{"predict, one sample",
           [] { result = net.predict(std::span(x).template first<in>())(0); }},
      Pass{"predict, a batch", [] { result = net.predict(x, workspace).data()[0]; }},
      Pass{"loss", [] { result = net.loss(Loss{}, x, t, workspace); }},
      Pass{"gradient", [] { result = net.gradient(Loss{}, x, t, workspace, gradient); }},
      Pass{"gradient, by labels",
           [] { result = net.gradient(Loss{}, x, labels, workspace, gradient); }},
      Pass{"add_gradient", [] { result = net.add_gradient(Loss{}, x, t, workspace, gradient); }},
      Pass{"input_gradient",
           [] {
             net.input_gradient(Loss{}, x, t, workspace, {dx.data(), batch});
           }},
      Pass{"jacobian",
           [] {
             net.jacobian(std::span(x).template first<in>(), workspace,
                          View<T, Shape{out, in}>(jacobian.data()));
           }},
      Pass{"update", [] { update(SGD{}, 1, net.trained(), gradient.storage()); }},
      Pass{"accuracy", [] { result = T(accuracy(net, x, labels, workspace)); }},
      Pass{"accuracy, of minibatches", [] { result = T(accuracy(net, batches, workspace)); }},
      Pass{"Trainer::step, SGD", [] { result = sgd.step(x, t); }},
      Pass{"Trainer::step, Momentum", [] { result = momentum.step(x, t); }},
      Pass{"Trainer::step, Adam", [] { result = adam.step(x, t); }},
      Pass{"Trainer::step, part of a batch",
           [] { result = adam.step(std::span(x).first(5 * in), std::span(t).first(5 * out)); }}};
};

using Reader = Net<784, Dense<50, Sigmoid>, Dense<100, Sigmoid>, Dense<10, Softmax>>;
using A = Case<Reader, CrossEntropy>;
using B = Case<Net<784, Dense<50, ReLU, Sparse>, Dense<10, Softmax>>, CrossEntropy>;
using C = Case<
    BasicNet<double, Shape{1, 3, 5}, Dense<7, Tanh>, Frozen<Dense<5, support::Swish>>, Dense<3>>,
    MeanSquaredError>;
using D = Case<Wide, CrossEntropy, many>;
// Panels of five registers, and more terms than one of them packs; a W too wide to turn at once.
using E = Case<Net<70, Dense<72, Tanh>, Dense<3, Softmax>>, CrossEntropy, 110>;
using F = Case<Net<1500, Dense<4, Tanh>, Dense<2, Softmax>>, CrossEntropy>;

/// A product that leaves the second-level cache, of which blocks are copied to the stack.
template <class T>
struct Large {
  static constexpr std::size_t rows = 800, terms = 400, columns = 200;
  static_assert(is_large<Transposed<T>, T>(rows, terms, columns, false));
  inline static std::array<T, terms * rows> x;
  inline static std::array<T, terms * columns> d;
  inline static std::array<T, rows * columns> y;

  static constexpr std::array passes{Pass{
      "multiply, a large Xᵀ·D", [] {
        multiply<columns>(rows, terms, transposed<T>(x.data(), rows),
                          static_cast<const T*>(d.data()), Store<T>{y.data(), columns, nullptr, 0});
      }}};
};

/// The reader in few bits.
template <class Format>
struct Small {
  using N = Quantized<Reader, Format>;
  inline static N net;
  inline static Workspace<N, few> workspace;

  static constexpr std::array passes{
      Pass{"quantized predict, one sample",
           [] { A::result = net.predict(std::span(A::x).template first<784>())(0); }},
      Pass{"quantized predict, a batch",
           [] { A::result = net.predict(A::x, workspace).data()[0]; }}};
};

template <std::size_t... Count>
constexpr auto joined(const std::array<Pass, Count>&... some) {
  std::array<Pass, (Count + ...)> all{};
  std::size_t at = 0;
  const auto append = [&](const auto& passes) {
    for (const Pass& pass : passes) all[at++] = pass;
  };
  (append(some), ...);
  return all;
}
constexpr auto all = joined(A::passes, B::passes, C::passes, D::passes, E::passes, F::passes,
                            Large<float>::passes, Large<double>::passes, Small<Int8>::passes,
                            Small<BFloat16Weights>::passes, Small<BFloat16Products>::passes);

}  // namespace

std::span<const Pass> passes() { return all; }

void prepare() {
  Engine engine(1);
  A::fill(engine);
  B::fill(engine);
  C::fill(engine);
  D::fill(engine);
  E::fill(engine);
  F::fill(engine);
  for (std::size_t r = 0; r < many; ++r) wanted[r] = r % 2;
  quantize(A::net, A::x, Small<Int8>::net);
  quantize(A::net, Small<BFloat16Weights>::net);
  quantize(A::net, Small<BFloat16Products>::net);
}

}  // namespace real_time
