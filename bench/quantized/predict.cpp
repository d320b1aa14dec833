// SPDX-License-Identifier: MIT
// Inference with weights of few bits beside the same net of floats: one sample of 784-50-100-10
// (W1) and of 784-512-512-10 (W6), and a batch of 100 of the former (W4). The counter `vs float` is
// the ratio of the two minima, taken in turns in one run.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <kiln/kiln.hpp>
#include <kiln/quantized/quantized.hpp>
#include <span>

namespace {

using namespace kiln;

using Small = Net<784, Dense<50, Sigmoid>, Dense<100, Sigmoid>, Dense<10, Softmax>>;
using Large = Net<784, Dense<512, ReLU>, Dense<512, ReLU>, Dense<10, Softmax>>;
constexpr std::size_t rows = 100;

std::span<const float> samples() {
  alignas(64) static float x[rows * 784];
  static const bool drawn = [] {
    Engine engine(1);
    for (float& value : x) value = uniform<float>(engine);
    return true;
  }();
  benchmark::DoNotOptimize(drawn);
  return x;
}

template <class N>
const N& floats() {
  static N net;
  static const bool drawn = [] {
    Engine engine(2);
    net.initialize(Glorot{}, engine);
    return true;
  }();
  benchmark::DoNotOptimize(drawn);
  return net;
}

template <class N, class Format>
const Quantized<N, Format>& small() {
  static Quantized<N, Format> net;
  static const bool made = [] {
    if constexpr (Format::calibrated) quantize(floats<N>(), samples(), net);
    else quantize(floats<N>(), net);
    return true;
  }();
  benchmark::DoNotOptimize(made);
  return net;
}

template <class N>
void one(const N& net, std::size_t i) {
  benchmark::DoNotOptimize(net.predict(samples().subspan(i % rows * 784, 784)));
}

template <class N>
void batch(const N& net, std::size_t) {
  static Workspace<N, rows> workspace;
  benchmark::DoNotOptimize(net.predict(samples(), workspace).data());
  benchmark::ClobberMemory();
}

/// Seconds a call, of `count` calls in a row.
template <class F>
double timed(std::size_t count, const F& f) {
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < count; ++i) f(i);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  return time.count() / static_cast<double>(count);
}

template <class Reference, class F>
void compare(benchmark::State& state, std::size_t count, const Reference& reference, const F& f) {
  double best = 1, best_reference = 1;
  for (auto _ : state) {
    best_reference = std::min(best_reference, timed(count, reference));
    const double time = timed(count, f);
    best = std::min(best, time);
    state.SetIterationTime(time);
  }
  state.counters["min_us"] = best * 1e6;
  state.counters["vs float"] = best_reference / best;
}

template <class N, class Format>
void one_sample(benchmark::State& state) {
  const auto& reference = floats<N>();
  const auto& net = small<N, Format>();
  compare(
      state, 200, [&](std::size_t i) { one(reference, i); }, [&](std::size_t i) { one(net, i); });
}

template <class N, class Format>
void whole_batch(benchmark::State& state) {
  const auto& reference = floats<N>();
  const auto& net = small<N, Format>();
  compare(
      state, 10, [&](std::size_t i) { batch(reference, i); },
      [&](std::size_t i) { batch(net, i); });
}

#define KILN_BENCH(format)              \
  BENCHMARK(one_sample<Small, format>)  \
      ->Name("quantized/W1/" #format)   \
      ->UseManualTime()                 \
      ->Iterations(60);                 \
  BENCHMARK(one_sample<Large, format>)  \
      ->Name("quantized/W6/" #format)   \
      ->UseManualTime()                 \
      ->Iterations(60);                 \
  BENCHMARK(whole_batch<Small, format>) \
      ->Name("quantized/W4/" #format)   \
      ->UseManualTime()                 \
      ->Iterations(60)
KILN_BENCH(BFloat16Weights);
KILN_BENCH(BFloat16Products);
KILN_BENCH(Int8);

}  // namespace
