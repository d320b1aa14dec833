// SPDX-License-Identifier: MIT
// What an input-sparse first layer saves: its products, a training step and one sample of 784-50-10
// on digits, with Sparse and without, and on data without zeros. The digits are MNIST's where
// KILN_DATA_DIR names them, and drawn ones elsewhere; ten batches and more take turns.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <kiln/data/synthetic_digits.hpp>
#include <kiln/io/mnist.hpp>
#include <kiln/kernels/sparse.hpp>
#include <kiln/kiln.hpp>
#include <string>

namespace {

using namespace kiln;

constexpr std::size_t batch = 100, batches = 12, inputs = 784, units = 50;

struct Data {
  alignas(64) float x[batches][batch * inputs];
  std::uint8_t labels[batches][batch];
};

const Data& digits() {
  static Data data;
  static const bool filled = [] {
    const char* const folder = std::getenv("KILN_DATA_DIR");
    const LabelledImages set = folder == nullptr ? synthetic_digits(10'000, 0)
                                                 : load_mnist(std::string(folder) + "/mnist").train;
    Engine engine(1);
    for (std::size_t b = 0; b < batches; ++b) {
      for (std::size_t r = 0; r < batch; ++r) {
        const std::size_t i = uniform_index(engine, set.labels.size());
        std::copy_n(set.rows<inputs>()[i].data(), inputs, data.x[b] + r * inputs);
        data.labels[b][r] = set.labels[i];
      }
    }
    return true;
  }();
  (void)filled;
  return data;
}

const Data& without_zeros() {
  static Data data;
  static const bool filled = [] {
    Engine engine(2);
    for (auto& rows : data.x) {
      for (float& x : rows) x = uniform<float>(engine, 0.1F, 1.0F);
    }
    return true;
  }();
  (void)filled;
  return data;
}

struct Weights {
  alignas(64) float w[inputs * units], bias[units], d[batch * units], z[batch * units];
};

Weights& weights() {
  static Weights all;
  Engine engine(3);
  for (float& x : all.w) x = uniform<float>(engine, -0.1F, 0.1F);
  for (float& x : all.d) x = uniform<float>(engine, -1.0F, 1.0F);
  return all;
}

void count_samples(benchmark::State& state, std::size_t rows) {
  state.counters["samples/s"] =
      benchmark::Counter(static_cast<double>(rows) * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
}

template <class Input>
void forward(benchmark::State& state, const Data& (*data)()) {
  Weights& all = weights();
  const Data& turns = data();
  std::size_t b = 0;
  for (auto _ : state) {
    Input::template forward<units, 1, simd::default_arch>(
        batch, inputs, straight<float>(turns.x[b], inputs), all.w,
        Store<float>{all.z, units, all.bias, 0});
    benchmark::ClobberMemory();
    b = (b + 1) % batches;
  }
  count_samples(state, batch);
}

template <class Input>
void weight_gradient(benchmark::State& state, const Data& (*data)()) {
  Weights& all = weights();
  const SGD::Rule<float> rule{-1e-7F};
  const UpdateEpilogue<float, SGD::Rule<float>, 0> update{all.w, {}, units, rule};
  const Data& turns = data();
  std::size_t b = 0;
  for (auto _ : state) {
    Input::template weight_gradient<units, simd::default_arch>(
        inputs, batch, transposed<float>(turns.x[b], inputs), all.d, update);
    benchmark::ClobberMemory();
    b = (b + 1) % batches;
  }
  count_samples(state, batch);
}

template <class Input>
using Digits = Net<inputs, Dense<units, Sigmoid, Input>, Dense<10, Softmax>>;

template <class Input>
void step(benchmark::State& state, const Data& (*data)()) {
  static Digits<Input> net;
  static Trainer<Digits<Input>, CrossEntropy, SGD, batch> trainer(net, {.learning_rate = 0.1});
  Engine engine(0);
  net.initialize(Normal{.std = 0.01}, engine);
  const Data& turns = data();
  std::size_t b = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(trainer.step(std::span<const float>(turns.x[b]), turns.labels[b]));
    b = (b + 1) % batches;
  }
  count_samples(state, batch);
}

template <class Input>
void one_sample(benchmark::State& state, const Data& (*data)()) {
  static Digits<Input> net;
  Engine engine(0);
  net.initialize(Normal{.std = 0.01}, engine);
  const Data& turns = data();
  std::size_t i = 0;
  for (auto _ : state) {
    const float* const x = turns.x[i / batch] + i % batch * inputs;
    benchmark::DoNotOptimize(net.predict(std::span<const float, inputs>(x, inputs)));
    i = (i + 1) % (batches * batch);
  }
  count_samples(state, 1);
}

/// With Sparse and without, on digits and on data without zeros.
template <class Any, class Skipping>
bool both(const std::string& name, const Any& any, const Skipping& skipping) {
  const auto add = [&](const std::string& what, const auto& f, const Data& (*data)()) {
    benchmark::RegisterBenchmark(("kernels/sparse/" + name + what).c_str(),
                                 [f, data](benchmark::State& state) { f(state, data); });
  };
  add("/digits/any", any, digits);
  add("/digits/sparse", skipping, digits);
  add("/dense/any", any, without_zeros);
  add("/dense/sparse", skipping, without_zeros);
  return true;
}

[[maybe_unused]] const bool registered =
    both("forward", forward<AnyInput>, forward<Sparse>) &&
    both("weight_gradient", weight_gradient<AnyInput>, weight_gradient<Sparse>) &&
    both("step", step<AnyInput>, step<Sparse>) &&
    both("one_sample", one_sample<AnyInput>, one_sample<Sparse>);

}  // namespace
