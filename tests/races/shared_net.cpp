// SPDX-License-Identifier: MIT
// A const net that threads share, each with a workspace of its own, built with ThreadSanitizer: no
// pass writes to the net or to anything else that they have in common, and each thread gets the
// bits that it gets alone. The argument `workspace` gives all of them one workspace, which must be
// seen; `net` lets one of them train meanwhile.

#include <array>
#include <cstdio>
#include <cstring>
#include <kiln/kiln.hpp>
#include <kiln/quantized/quantized.hpp>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace kiln;

constexpr std::size_t batch = 19, threads = 4;

/// What a thread has to itself, but for a control.
template <class N>
struct Own {
  using T = typename N::Scalar;
  Workspace<N, batch> workspace;
  typename N::Gradient gradient;
  std::array<T, batch * N::input.size()> dx;
  std::array<T, N::output.size() * N::input.size()> jacobian;
  std::array<T, 5> results{};
};

template <class N, class Loss>
struct Shared {
  using T = typename N::Scalar;
  N net;
  std::array<T, batch * N::input.size()> x;
  std::array<T, batch * N::output.size()> t;

  Shared() {
    Engine engine(3);
    net.initialize(Glorot{}, engine);
    for (T& value : x) value = uniform<T>(engine) < T(0.6) ? T(0) : uniform<T>(engine);
    for (T& value : t) value = uniform<T>(engine);
  }

  /// Every pass that a const net offers.
  void passes(Own<N>& own, Workspace<N, batch>& workspace) const {
    const auto one = std::span(x).template first<N::input.size()>();
    T sum(0);
    sum = sum + net.predict(one)(0);
    own.results[0] = net.predict(x, workspace).data()[batch - 1];
    own.results[1] = net.loss(Loss{}, x, t, workspace);
    own.results[2] = net.gradient(Loss{}, x, t, workspace, own.gradient);
    net.add_gradient(Loss{}, x, t, workspace, own.gradient);
    own.results[3] = net.input_gradient(Loss{}, x, t, workspace, {own.dx.data(), batch});
    net.jacobian(one, workspace,
                 View<T, Shape{N::output.size(), N::input.size()}>(own.jacobian.data()));
    own.results[4] = sum + T(accuracy(net, x, t, workspace)) + own.gradient.storage()[0] +
                     own.dx[3] + own.jacobian[1];
  }
};

/// Whether all threads got what one alone gets.
template <class N, class Loss>
bool check(std::string_view control) {
  const auto shared = std::make_unique<Shared<N, Loss>>();
  const auto alone = std::make_unique<Own<N>>();
  shared->passes(*alone, alone->workspace);

  std::vector<std::unique_ptr<Own<N>>> own;
  for (std::size_t i = 0; i < threads; ++i) own.push_back(std::make_unique<Own<N>>());
  {
    std::vector<std::thread> running;
    for (std::size_t i = 0; i < threads; ++i) {
      running.emplace_back([&, i] {
        auto& workspace = own[control == "workspace" ? 0 : i]->workspace;
        for (int turn = 0; turn < 20; ++turn) {
          if (control == "net" && i == 0) shared->net.storage()[0] = typename N::Scalar(turn);
          std::as_const(*shared).passes(*own[i], workspace);
        }
      });
    }
    for (std::thread& thread : running) thread.join();
  }
  bool same = true;
  for (const auto& one : own) {
    same = same && std::memcmp(&one->results, &alone->results, sizeof(alone->results)) == 0;
  }
  return same;
}

/// The same for a net in few bits.
template <class Format>
bool check_quantized() {
  using N = Net<37, Dense<50, Sigmoid>, Dense<10, Softmax>>;
  using Q = Quantized<N, Format>;
  const auto shared = std::make_unique<Shared<N, CrossEntropy>>();
  const auto small = std::make_unique<Q>();
  if constexpr (Format::calibrated) quantize(shared->net, shared->x, *small);
  else quantize(shared->net, *small);
  const Q& net = *small;
  std::array<float, threads + 1> results{};
  const auto passes = [&](float& result) {
    const auto workspace = std::make_unique<Workspace<Q, batch>>();
    for (int turn = 0; turn < 20; ++turn) {
      result = net.predict(std::span(shared->x).template first<37>())(1) +
               net.predict(shared->x, *workspace).data()[batch - 1];
    }
  };
  passes(results[threads]);
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i) running.emplace_back(passes, std::ref(results[i]));
  for (std::thread& thread : running) thread.join();
  bool same = true;
  for (const float result : results) same = same && result == results[threads];
  return same;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view control = count > 1 ? arguments[1] : "";
  const bool same[] = {
      check<Net<37, Dense<50, Sigmoid>, Dense<10, Softmax>>, CrossEntropy>(control),
      check<Net<64, Dense<33, ReLU, Sparse>, Dense<7>>, SquaredError>(control),
      check<BasicNet<double, Shape{1, 3, 5}, Dense<9, Tanh>, Frozen<Dense<5, Tanh>>, Dense<3>>,
            MeanSquaredError>(control),
      check_quantized<Int8>(),
      check_quantized<BFloat16Weights>(),
  };
  for (const bool one : same) {
    if (!one) {
      std::printf("a thread got other bits than it gets alone\n");
      return 1;
    }
  }
}
