// SPDX-License-Identifier: MIT
// Trains a few nets for 1,000 steps and prints a hash of each one's weights: the same on every
// compiler, optimisation level and instruction set with hardware FMA. The argument `control`
// changes one bit of one weight first, so that the hash must differ.

#include <bit>
#include <cstdint>
#include <cstdio>
#include <kiln/kiln.hpp>
#include <span>

namespace {

constexpr std::size_t batch = 100;

/// FNV-1a over the bits of the parameters, gaps left out.
template <class Net>
std::uint64_t hash(const Net& net) {
  std::uint64_t result = 0xcbf29ce484222325;
  for (const auto& parameter : net.parameters()) {
    for (std::size_t i = 0; i < parameter.shape.size(); ++i) {
      const auto bits = std::bit_cast<std::uint32_t>(parameter.data[i]);
      for (int shift = 0; shift < 32; shift += 8) {
        result = (result ^ (bits >> shift & 0xff)) * 0x100000001b3;
      }
    }
  }
  return result;
}

/// Random rows, a fifth of them not zero, as MNIST's are, and random labels.
template <class Net, class Optimizer>
void train(const char* name, std::uint64_t seed, bool control, const Optimizer& optimizer) {
  static Net net;
  static kiln::Trainer<Net, kiln::CrossEntropy, Optimizer, batch> trainer(net, optimizer);
  static float x[batch * Net::input.size()];
  std::uint8_t labels[batch];
  kiln::Engine engine(seed);
  net.initialize(kiln::Glorot{}, engine);
  if (control) {
    auto weight = net.template layer<0>().weight;
    weight(0, 0) = std::bit_cast<float>(std::bit_cast<std::uint32_t>(weight(0, 0)) ^ 1U);
  }
  for (int step = 0; step < 1000; ++step) {
    for (float& pixel : x) {
      pixel = kiln::uniform_index(engine, 5) == 0 ? kiln::uniform<float>(engine) : 0.0F;
    }
    for (auto& label : labels) {
      label = static_cast<std::uint8_t>(kiln::uniform_index(engine, Net::output.size()));
    }
    trainer.step(std::span<const float>(x), labels);
  }
  std::printf("%s %016llx\n", name, static_cast<unsigned long long>(hash(net)));
}

}  // namespace

int main(int count, char**) {
  using kiln::Dense, kiln::Sigmoid, kiln::Softmax, kiln::Tanh, kiln::ReLU;
  const bool control = count > 1;
  const kiln::SGD sgd{.learning_rate = 0.1};
  train<kiln::Net<37, Dense<50, Sigmoid>, Dense<10, Softmax>>>("37-50-10", 1, control, sgd);
  train<kiln::Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>>("784-50-10", 2, control, sgd);
  train<kiln::Net<19, Dense<33, Tanh>, Dense<17, ReLU>, Dense<5, Softmax>>>("19-33-17-5", 3,
                                                                            control, sgd);
  using Small = kiln::Net<21, Dense<35, Tanh>, Dense<6, Softmax>>;
  train<Small>("21-35-6 adam", 4, control, kiln::Adam{.learning_rate = 0.003});
  train<Small>("21-35-6 momentum", 5, control, kiln::Momentum{.learning_rate = 0.02});
  // The same nets, their inputs' zeros skipped: the same hashes.
  using kiln::Sparse;
  train<kiln::Net<37, Dense<50, Sigmoid, Sparse>, Dense<10, Softmax>>>("37-50-10 sparse", 1,
                                                                       control, sgd);
  train<kiln::Net<784, Dense<50, Sigmoid, Sparse>, Dense<10, Softmax>>>("784-50-10 sparse", 2,
                                                                        control, sgd);
  train<kiln::Net<19, Dense<33, Tanh, Sparse>, Dense<17, ReLU, Sparse>, Dense<5, Softmax>>>(
      "19-33-17-5 sparse", 3, control, sgd);
}
