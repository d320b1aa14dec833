// SPDX-License-Identifier: MIT
// Passes shared by threads, over batch size and number of threads: W4 predicts 784-50-100-10, W5
// trains 784-50-10, W6 784-512-512-10. What the pool itself costs stands first. Batches rotate, so
// that none is in a first-level cache when its turn comes.

#include <benchmark/benchmark.h>

#include <kiln/kiln.hpp>
#include <kiln/train/thread_pool.hpp>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace kiln;

constexpr std::size_t most = 4096;

using W4 = Net<784, Dense<50, Sigmoid>, Dense<100, Sigmoid>, Dense<10, Softmax>>;
using W5 = Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>;
using W6 = Net<784, Dense<512, ReLU>, Dense<512, ReLU>, Dense<10, Softmax>>;

/// Rows in which nothing is zero, and labels: enough for ten batches of 100 and two of `most`.
struct Data {
  static constexpr std::size_t count = 2 * most;
  std::vector<float> x = std::vector<float>(count * 784);
  std::vector<int> labels = std::vector<int>(count);

  Data() {
    Engine engine(1);
    for (float& value : x) value = uniform<float>(engine);
    for (int& label : labels) label = static_cast<int>(uniform_index(engine, 10));
  }
  /// The rows of batch number i of n.
  Rows<const float, 784> rows(std::size_t i, std::size_t n) const {
    return {x.data() + first(i, n) * 784, n};
  }
  std::span<const int> labels_of(std::size_t i, std::size_t n) const {
    return {labels.data() + first(i, n), n};
  }

 private:
  static std::size_t first(std::size_t i, std::size_t n) {
    const std::size_t batches = std::min<std::size_t>(count / n, 10);
    return i % batches * n;
  }
};

const Data& data() {
  static const Data result;
  return result;
}

void count_samples(benchmark::State& state) {
  state.counters["samples/s"] = benchmark::Counter(
      static_cast<double>(state.iterations() * state.range(0)), benchmark::Counter::kIsRate);
}

template <class N>
void predict(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  ThreadPool pool(static_cast<std::size_t>(state.range(1)));
  static N net;
  Engine engine(2);
  net.initialize(Glorot{}, engine);
  const auto workspace = std::make_unique<Workspace<N, most>>();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(net.predict(data().rows(i++, n), *workspace, pool));
  }
  count_samples(state);
}

template <class N>
void step(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  ThreadPool pool(static_cast<std::size_t>(state.range(1)));
  static N net;
  Engine engine(2);
  net.initialize(Glorot{}, engine);
  const auto trainer =
      std::make_unique<Trainer<N, CrossEntropy, SGD, most>>(net, SGD{.learning_rate = 1e-3});
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(trainer->step(data().rows(i, n), data().labels_of(i, n), pool));
    ++i;
  }
  count_samples(state);
}

void run(benchmark::State& state) {
  ThreadPool pool(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) pool.run([](const ThreadPool::Member&) {});
}

void barrier(benchmark::State& state) {
  constexpr int count = 1000;
  ThreadPool pool(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    pool.run([](const ThreadPool::Member& member) {
      for (int i = 0; i < count; ++i) member.barrier();
    });
  }
  state.SetItemsProcessed(state.iterations() * count);
}

BENCHMARK(run)->Name("train/pool/run")->ArgName("threads")->Arg(2)->UseRealTime();
BENCHMARK(barrier)->Name("train/pool/1000 barriers")->ArgName("threads")->Arg(2)->UseRealTime();

void sizes(benchmark::internal::Benchmark* row) {
  row->ArgNames({"batch", "threads"})->ArgsProduct({{100, 512, 4096}, {1, 2}});
  row->UseRealTime()->Unit(benchmark::kMicrosecond);
}
BENCHMARK(predict<W4>)->Name("train/parallel/W4 predict")->Apply(sizes);
BENCHMARK(step<W5>)->Name("train/parallel/W5 step")->Apply(sizes);
BENCHMARK(step<W6>)->Name("train/parallel/W6 step")->Apply(sizes);

}  // namespace
