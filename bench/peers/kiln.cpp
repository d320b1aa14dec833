// SPDX-License-Identifier: MIT
// kiln itself: what every other library is compared with.

#include <kiln/kiln.hpp>

#include <cstring>
#include <memory>
#include <span>

#include "../support/nets.hpp"
#include "contestant.hpp"

namespace peers {

namespace {

using namespace bench;

template <class Net>
std::shared_ptr<Net> load(const Workload& w) {
  auto net = std::make_shared<Net>();
  const float* from = w.parameters.data();
  for (const auto& parameter : net->parameters()) {
    std::memcpy(parameter.data, from, parameter.shape.size() * sizeof(float));
    from += parameter.shape.size();
  }
  return net;
}

template <class Net>
std::vector<float> parameters_of(const Net& net) {
  std::vector<float> result;
  for (const auto& parameter : net.parameters()) {
    result.insert(result.end(), parameter.data, parameter.data + parameter.shape.size());
  }
  return result;
}

template <class Net, std::size_t Batch>
Contestant predict(const Workload& w) {
  constexpr std::size_t in = Net::input.size(), out = Net::output.size();
  if constexpr (Batch == 1) {
    return predictor(w, "kiln", KILN_PEER_VERSION, [net = load<Net>(w)](const float* x, float* y) {
      const auto result = net->predict(std::span<const float, in>(x, in));
      for (std::size_t j = 0; j < out; ++j) y[j] = result[j];
    });
  } else {
    const auto workspace = std::make_shared<kiln::Workspace<Net, Batch>>();
    return predictor(
        w, "kiln", KILN_PEER_VERSION, [net = load<Net>(w), workspace](const float* x, float* y) {
          const auto result =
              net->predict(std::span<const float, Batch * in>(x, Batch * in), *workspace);
          std::memcpy(y, result.data(), Batch * out * sizeof(float));
        });
  }
}

template <class Net, std::size_t Batch>
Contestant train(const Workload& w) {
  using Trainer = kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, Batch>;
  static constexpr std::size_t in = Net::input.size();
  const auto net = load<Net>(w);
  const auto trainer =
      std::make_shared<Trainer>(*net, kiln::SGD{.learning_rate = static_cast<double>(w.rate)});
  const auto step = [&w, net, trainer](std::size_t i) {
    const float loss = trainer->step(std::span<const float, Batch * in>(w.x_of(i), Batch * in),
                                     std::span<const std::uint8_t>(w.labels_of(i), Batch));
    keep(&loss);
  };
  return peers::trainer(w, "kiln", KILN_PEER_VERSION, step, [net] { return parameters_of(*net); });
}

template <class Net, std::size_t Batch>
Contestant train_adam(const Workload& w) {
  using Trainer = kiln::Trainer<Net, kiln::SquaredError, kiln::Adam, Batch>;
  using Rows = kiln::Rows<const float, Net::output>;
  static constexpr std::size_t in = Net::input.size();
  const auto net = load<Net>(w);
  const auto trainer =
      std::make_shared<Trainer>(*net, kiln::Adam{.learning_rate = static_cast<double>(w.rate)});
  const auto step = [&w, net, trainer](std::size_t i) {
    const float loss = trainer->step(std::span<const float, Batch * in>(w.x_of(i), Batch * in),
                                     Rows(w.t_of(i), Batch));
    keep(&loss);
  };
  return peers::trainer(w, "kiln", KILN_PEER_VERSION, step, [net] { return parameters_of(*net); });
}

template <std::size_t N>
using Square = kiln::Net<N, kiln::Dense<N, kiln::ReLU>>;

template <std::size_t... N>
std::vector<Contestant> sizes(const Workload& w) {
  std::vector<Contestant> result;
  ((w.in() == N ? result.push_back(predict<Square<N>, 100>(w)) : void()), ...);
  return result;
}

std::vector<Contestant> contestants(const Workload& w) {
  if (w.name == "W1") return {predict<W1, 1>(w)};
  if (w.name == "W2") return {predict<W2, 1>(w)};
  if (w.name == "W3a" || w.name == "W3a_dependent") return {predict<W3a, 1>(w)};
  if (w.name == "W3b" || w.name == "W3b_dependent") return {predict<W3b, 1>(w)};
  if (w.name == "W4") return {predict<W1, 100>(w)};
  if (w.name == "W5") return {train<W2, 100>(w)};
  if (w.name == "W5_sparse") return {train<W2Sparse, 100>(w)};
  if (w.name == "W6_infer") return {predict<W6, 1>(w)};
  if (w.name == "W6_train") return {train<W6, 128>(w)};
  if (w.name == "W7") return {train_adam<W7, 10'000>(w)};
  return sizes<8, 16, 24, 32, 50, 64, 100, 128, 200, 256, 384, 512, 768, 1024>(w);
}

const bool entered = enter(contestants);

}  // namespace

}  // namespace peers
