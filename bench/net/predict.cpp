// SPDX-License-Identifier: MIT
// Inference of the nets that peers/ compares: one sample of rotating inputs, one sample whose
// output becomes the next input, and a batch.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <span>

#include "../support/counters.hpp"
#include "../support/nets.hpp"

namespace {

using namespace bench;

template <class Net>
Net& net() {
  static Net n;
  kiln::Engine engine(1);
  n.initialize(kiln::Glorot{}, engine);
  return n;
}

template <class Net>
void one_sample(benchmark::State& state) {
  constexpr std::size_t in = Net::input.size(), inputs = 16;
  const Net& n = net<Net>();
  const std::vector<float> x = numbers(inputs * in);
  std::size_t i = 0;
  for (auto _ : state) {
    auto y = n.predict(std::span<const float, in>(x.data() + i * in, in));
    benchmark::DoNotOptimize(y);
    i = (i + 1) % inputs;
  }
  count_samples(state, 1);
  if (Net::parameter_bytes > 4096) count_bytes(state, Net::parameter_bytes);
}

template <class Net>
void dependent(benchmark::State& state) {
  constexpr std::size_t in = Net::input.size(), fed = std::min(in, Net::output.size());
  const Net& n = net<Net>();
  std::vector<float> x = numbers(in);
  for (auto _ : state) {
    const auto y = n.predict(std::span<const float, in>(x.data(), in));
    for (std::size_t j = 0; j < fed; ++j) x[j] = y[j];
    benchmark::ClobberMemory();
  }
  count_samples(state, 1);
}

template <class Net, std::size_t Batch>
void batch(benchmark::State& state) {
  static kiln::Workspace<Net, Batch> workspace;
  const Net& n = net<Net>();
  constexpr std::size_t size = Batch * Net::input.size();
  const std::vector<float> x = numbers(size);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        n.predict(std::span<const float, size>(x.data(), size), workspace).data());
  }
  count_samples(state, Batch);
  count_flops(state, 2.0 * Batch * Net::parameter_count);
}

BENCHMARK(one_sample<W1>)->Name("net/predict/784-50-100-10");
BENCHMARK(one_sample<W2>)->Name("net/predict/784-50-10");
BENCHMARK(one_sample<W3a>)->Name("net/predict/2-3-2-2");
BENCHMARK(one_sample<W3b>)->Name("net/predict/8-16-16-4");
BENCHMARK(one_sample<W6>)->Name("net/predict/784-512-512-10");
BENCHMARK(dependent<W3a>)->Name("net/predict_dependent/2-3-2-2");
BENCHMARK(dependent<W3b>)->Name("net/predict_dependent/8-16-16-4");
BENCHMARK(batch<W1, 100>)->Name("net/predict_batch/100x784-50-100-10");

}  // namespace
