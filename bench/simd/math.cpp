// SPDX-License-Identifier: MIT
// exp, log, tanh and sigmoid over a row that stays in L1, beside std::'s; `÷std` is std::'s time
// over ours.

#include <benchmark/benchmark.h>

#include <cmath>
#include <kiln/simd/map.hpp>
#include <kiln/simd/math.hpp>

#include "../support/counters.hpp"

namespace {

constexpr std::size_t count = 4096;

template <class Ours, class Theirs>
void elements(benchmark::State& state, const Ours& ours, const Theirs& theirs) {
  const std::vector<float> x = bench::numbers(count);
  std::vector<float> y(count);
  const double plain = bench::machine_detail::shortest(20, [&] {
    for (std::size_t i = 0; i < count; ++i) y[i] = theirs(x[i]);
    benchmark::ClobberMemory();
  });
  for (auto _ : state) {
    kiln::simd::map<kiln::simd::default_arch>(
        count, [&](const auto& in, auto& out) { out = ours(in); }, x.data(),
        kiln::simd::Output<float>{y.data()});
    benchmark::ClobberMemory();
  }
  const double done = static_cast<double>(state.iterations());
  state.counters["elements/s"] = {static_cast<double>(count) * done, benchmark::Counter::kIsRate};
  state.counters["÷std"] = {plain * done, benchmark::Counter::kIsRate};
}

void exp(benchmark::State& state) {
  elements(
      state, [](const auto& x) { return kiln::simd::exp(x); }, [](float x) { return std::exp(x); });
}
void log(benchmark::State& state) {
  elements(
      state, [](const auto& x) { return kiln::simd::log(x); }, [](float x) { return std::log(x); });
}
void tanh(benchmark::State& state) {
  elements(
      state, [](const auto& x) { return kiln::simd::tanh(x); },
      [](float x) { return std::tanh(x); });
}
void sigmoid(benchmark::State& state) {
  elements(
      state, [](const auto& x) { return kiln::simd::sigmoid(x); },
      [](float x) { return 1 / (1 + std::exp(-x)); });
}

BENCHMARK(exp)->Name("simd/exp/4096");
BENCHMARK(log)->Name("simd/log/4096");
BENCHMARK(tanh)->Name("simd/tanh/4096");
BENCHMARK(sigmoid)->Name("simd/sigmoid/4096");

}  // namespace
