// SPDX-License-Identifier: MIT
// Softmax over rows, as wide as classes are many.

#include <benchmark/benchmark.h>

#include <kiln/kernels/softmax.hpp>

#include "../support/counters.hpp"

namespace {

template <std::size_t Rows, std::size_t Width>
void softmax(benchmark::State& state) {
  std::vector<float> y = bench::numbers(Rows * Width);
  for (auto _ : state) {
    kiln::softmax_rows<Width>(Rows, y.data());  // of probabilities again: no value costs more
    benchmark::ClobberMemory();
  }
  bench::count_samples(state, Rows);
  state.counters["elements/s"] = {static_cast<double>(Rows * Width * state.iterations()),
                                  benchmark::Counter::kIsRate};
}

BENCHMARK(softmax<1, 10>)->Name("kernels/softmax_rows/1x10");
BENCHMARK(softmax<100, 10>)->Name("kernels/softmax_rows/100x10");
BENCHMARK(softmax<100, 100>)->Name("kernels/softmax_rows/100x100");
BENCHMARK(softmax<10, 1000>)->Name("kernels/softmax_rows/10x1000");

}  // namespace
