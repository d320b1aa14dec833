// SPDX-License-Identifier: MIT
// Trains a few nets for 1,000 steps and prints a hash of each one's weights: the same on every
// compiler, optimisation level and instruction set with hardware FMA. Compiled with -DUNFUSED it
// stores gradients and updates by them; with -DPOOLED it shares the work among threads. Arguments:
//   control   one bit of one weight is changed first, so that the hash must differ
//   brief     without the nets that take long
//   a number  of threads, with -DPOOLED

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <kiln/kiln.hpp>
#ifdef POOLED
#include <kiln/train/thread_pool.hpp>
#endif
#include <span>

namespace {

constexpr std::size_t batch = 100;

/// What the arguments ask for.
struct Wishes {
  bool control = false, brief = false;
  std::size_t threads = 1;
} wishes;

/// FNV-1a over the bits of the parameters, gaps left out.
template <class Net>
std::uint64_t hash(const Net& net) {
  std::uint64_t result = 0xcbf29ce484222325;
  for (const auto& parameter : net.parameters()) {
    for (std::size_t i = 0; i < parameter.shape.size(); ++i) {
      const auto bits = kiln::simd::bit_cast<std::uint32_t>(parameter.data[i]);
      for (int shift = 0; shift < 32; shift += 8) {
        result = (result ^ (bits >> shift & 0xff)) * 0x100000001b3;
      }
    }
  }
  return result;
}

/// Random rows, a fifth of them not zero, as MNIST's are, and random labels.
template <class Net, class Optimizer>
void train(const char* name, std::uint64_t seed, const Optimizer& optimizer) {
  if (wishes.brief && Net::input.size() > 100) return;
  static Net net;
  static kiln::Trainer<Net, kiln::CrossEntropy, Optimizer, batch> trainer(net, optimizer);
  static float x[batch * Net::input.size()];
  std::uint8_t labels[batch];
#if defined(UNFUSED)
  static typename Net::Gradient gradient;
  static float state[Optimizer::slots * Net::trained_count + 1];
#elif defined(POOLED)
  kiln::ThreadPool pool(wishes.threads);
#endif
  kiln::Engine engine(seed);
  net.initialize(kiln::Glorot{}, engine);
  if (wishes.control) {
    auto weight = net.template layer<0>().weight;
    weight(0, 0) =
        kiln::simd::bit_cast<float>(kiln::simd::bit_cast<std::uint32_t>(weight(0, 0)) ^ 1U);
  }
  for (int step = 0; step < 1000; ++step) {
    for (float& pixel : x) {
      pixel = kiln::uniform_index(engine, 5) == 0 ? kiln::uniform<float>(engine) : 0.0F;
    }
    for (auto& label : labels) {
      label = static_cast<std::uint8_t>(kiln::uniform_index(engine, Net::output.size()));
    }
    const std::span<const float> rows(x);
#if defined(UNFUSED)
    net.gradient(kiln::CrossEntropy{}, rows, labels, trainer.workspace(), gradient);
    kiln::update(optimizer, static_cast<std::uint64_t>(step) + 1,
                 net.storage().template first<Net::trained_count>(), gradient.storage(),
                 std::span<float>(state, Optimizer::slots * Net::trained_count));
#elif defined(POOLED)
    trainer.step(rows, labels, pool);
#else
    trainer.step(rows, labels);
#endif
  }
  std::printf("%s %016llx\n", name, static_cast<unsigned long long>(hash(net)));
}

}  // namespace

int main(int count, char** arguments) {
  using kiln::Dense, kiln::Sigmoid, kiln::Softmax, kiln::Tanh, kiln::ReLU;
  for (int i = 1; i < count; ++i) {
    const char* const wish = arguments[i];
    if (std::strcmp(wish, "control") == 0) wishes.control = true;
    else if (std::strcmp(wish, "brief") == 0) wishes.brief = true;
    else wishes.threads = std::strtoul(wish, nullptr, 10);
  }
  const kiln::SGD sgd{.learning_rate = 0.1};
  train<kiln::Net<37, Dense<50, Sigmoid>, Dense<10, Softmax>>>("37-50-10", 1, sgd);
  train<kiln::Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>>("784-50-10", 2, sgd);
  train<kiln::Net<19, Dense<33, Tanh>, Dense<17, ReLU>, Dense<5, Softmax>>>("19-33-17-5", 3, sgd);
  using Small = kiln::Net<21, Dense<35, Tanh>, Dense<6, Softmax>>;
  train<Small>("21-35-6 adam", 4, kiln::Adam{.learning_rate = 0.003});
  train<Small>("21-35-6 momentum", 5, kiln::Momentum{.learning_rate = 0.02});
  // The same nets, their inputs' zeros skipped: the same hashes.
  using kiln::Sparse;
  train<kiln::Net<37, Dense<50, Sigmoid, Sparse>, Dense<10, Softmax>>>("37-50-10 sparse", 1, sgd);
  train<kiln::Net<784, Dense<50, Sigmoid, Sparse>, Dense<10, Softmax>>>("784-50-10 sparse", 2, sgd);
  train<kiln::Net<19, Dense<33, Tanh, Sparse>, Dense<17, ReLU, Sparse>, Dense<5, Softmax>>>(
      "19-33-17-5 sparse", 3, sgd);
}
