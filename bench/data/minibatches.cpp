// SPDX-License-Identifier: MIT
// Drawing batches of 100 out of 60,000 samples of 784 floats (188 MB, of which no cache holds much)
// or bytes (47 MB).

#include <benchmark/benchmark.h>

#include <cstdint>
#include <kiln/data/minibatches.hpp>
#include <memory>
#include <vector>

#include "../support/counters.hpp"

namespace {

constexpr std::size_t samples = 60'000, width = 784, batch = 100;
using Batches = kiln::Minibatches<float, width, batch>;

void draw(benchmark::State& state, Batches& batches) {
  kiln::Engine engine(1);
  for (auto _ : state) {
    batches.draw(engine);
    benchmark::ClobberMemory();
  }
  bench::count_samples(state, batch);
  const double bytes = batch * width * sizeof(float);  // of what is made of the samples
  state.counters["B/s"] = {bytes * static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate};
}

void floats(benchmark::State& state) {
  const std::vector<float> x = bench::numbers(samples * width);
  const std::vector<std::uint8_t> labels(samples);
  const auto batches =
      std::make_unique<Batches>(kiln::Rows<const float, width>(x.data(), samples), labels);
  draw(state, *batches);
}
BENCHMARK(floats)->Name("data/minibatches/100x784")->Iterations(2000);

void bytes(benchmark::State& state) {
  std::vector<std::uint8_t> x(samples * width);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<std::uint8_t>(i);
  const std::vector<std::uint8_t> labels(samples);
  const auto batches = std::make_unique<Batches>(
      kiln::Rows<const std::uint8_t, width>(x.data(), samples), labels, 255);
  draw(state, *batches);
}
BENCHMARK(bytes)->Name("data/minibatches/100x784_bytes")->Iterations(2000);

}  // namespace
