// SPDX-License-Identifier: MIT
// One training step of the nets that peers/ compares, on rotating batches, and of a small one on
// one sample.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <span>

#include "../support/counters.hpp"
#include "../support/nets.hpp"

namespace {

using namespace bench;

// 2·Batch operations for each weight of forward and dW, and as many for dX of all but the first
// layer; W: all weights, First: those of the first layer.
template <std::size_t Batch, std::size_t W, std::size_t First>
constexpr double flops = 2.0 * Batch*(3 * W - First);

template <class Net, std::size_t Batch>
void step(benchmark::State& state, double operations) {
  constexpr std::size_t batches = 10, size = Batch * Net::input.size();
  static Net net;
  static kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, Batch> trainer(net,
                                                                          {.learning_rate = 0.01});
  kiln::Engine engine(1);
  net.initialize(kiln::He{}, engine);
  const std::vector<float> x = numbers(batches * size);
  std::vector<std::uint8_t> labels(batches * Batch);
  for (auto& label : labels) {
    label = static_cast<std::uint8_t>(kiln::uniform_index(engine, Net::output.size()));
  }
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        trainer.step(std::span<const float, size>(x.data() + i * size, size),
                     std::span<const std::uint8_t>(labels.data() + i * Batch, Batch)));
    i = (i + 1) % batches;
  }
  count_samples(state, Batch);
  count_flops(state, operations);
}

void step_50(benchmark::State& state) {
  step<W2, 100>(state, flops<100, 784 * 50 + 50 * 10, 784 * 50>);
}
void step_512(benchmark::State& state) {
  step<W6, 128>(state, flops<128, 784 * 512 + 512 * 512 + 512 * 10, 784 * 512>);
}
// Large enough to be learned from in blocks.
void step_blocks(benchmark::State& state) {
  step<W2, 4096>(state, flops<4096, 784 * 50 + 50 * 10, 784 * 50>);
}
BENCHMARK(step_blocks)->Name("train/step/4096x784-50-10")->Unit(benchmark::kMicrosecond);
BENCHMARK(step_50)->Name("train/step/100x784-50-10")->Unit(benchmark::kMicrosecond);
BENCHMARK(step_512)->Name("train/step/128x784-512-512-10")->Unit(benchmark::kMicrosecond);

// A small net that learns from one sample at a time, as in a control loop.
template <class Optimizer>
void one_sample(benchmark::State& state) {
  constexpr std::size_t samples = 64;
  static W3b net;
  static kiln::Trainer<W3b, kiln::SquaredError, Optimizer, 1> trainer(net,
                                                                      {.learning_rate = 1e-4F});
  kiln::Engine engine(1);
  net.initialize(kiln::Glorot{}, engine);
  const std::vector<float> x = numbers(samples * 8), t = numbers(samples * 4);
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        trainer.step(kiln::View<const float, kiln::Shape{8}>(x.data() + i * 8),
                     kiln::View<const float, kiln::Shape{4}>(t.data() + i * 4)));
    i = (i + 1) % samples;
  }
  count_samples(state, 1);
}
BENCHMARK(one_sample<kiln::SGD>)->Name("train/step/1x8-16-16-4/SGD");
BENCHMARK(one_sample<kiln::Momentum>)->Name("train/step/1x8-16-16-4/Momentum");
BENCHMARK(one_sample<kiln::Adam>)->Name("train/step/1x8-16-16-4/Adam");

void full_batch(benchmark::State& state) {
  constexpr std::size_t samples = 10'000;
  static W7 net;
  static kiln::Trainer<W7, kiln::SquaredError, kiln::Adam, samples> trainer(net, {});
  kiln::Engine engine(1);
  net.initialize(kiln::Glorot{}, engine);
  const std::vector<float> x = numbers(samples * 4), t = numbers(samples * 4 + 4);
  const kiln::Rows<const float, 4> targets(t.data(), samples);
  for (auto _ : state) benchmark::DoNotOptimize(trainer.step(x, targets));
  count_samples(state, samples);
  count_flops(state, flops<samples, 4 * 32 + 32 * 16 + 16 * 4, 4 * 32>);
}
BENCHMARK(full_batch)->Name("train/step/10000x4-32-16-4")->Unit(benchmark::kMicrosecond);

}  // namespace
