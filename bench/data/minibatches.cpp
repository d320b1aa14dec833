// SPDX-License-Identifier: MIT
// Drawing batches of 100 out of 60,000 samples of 784 floats: 188 MB, of which no cache holds much.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <kiln/data/minibatches.hpp>

#include "../support/counters.hpp"

namespace {

void draw(benchmark::State& state) {
  constexpr std::size_t samples = 60'000, width = 784, batch = 100;
  const std::vector<float> x = bench::numbers(samples * width);
  const std::vector<std::uint8_t> labels(samples);
  static kiln::Minibatches<float, width, batch> batches({x.data(), samples}, labels);
  kiln::Engine engine(1);
  for (auto _ : state) {
    batches.draw(engine);
    benchmark::ClobberMemory();
  }
  bench::count_samples(state, batch);
  const double bytes = batch * width * sizeof(float);
  state.counters["B/s"] = {bytes * static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate};
}
BENCHMARK(draw)->Name("data/minibatches/100x784")->Iterations(2000);

}  // namespace
