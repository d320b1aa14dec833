// SPDX-License-Identifier: MIT
// The course's training: 784-50-10, SGD 0.1, batches of 100 drawn at random out of 60,000 images.
// course.py times the same in NumPy beside it. Without MNIST ($KILN_DATA_DIR/mnist) drawn digits
// are used: neither is faster for it.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <kiln/data/minibatches.hpp>
#include <kiln/data/synthetic_digits.hpp>
#include <kiln/io/mnist.hpp>
#include <kiln/kiln.hpp>
#include <string>

namespace {

using Net = kiln::Net<784, kiln::Dense<50, kiln::Sigmoid>, kiln::Dense<10, kiln::Softmax>>;

const kiln::LabelledImages& images() {
  static const kiln::LabelledImages set = [] {
    const char* const data = std::getenv("KILN_DATA_DIR");
    if (data == nullptr) return kiln::synthetic_digits(60'000, 0);
    return kiln::load_mnist(std::string(data) + "/mnist").train;
  }();
  return set;
}

Net net;
kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 100> trainer(net, {.learning_rate = 0.1});

void train_course(benchmark::State& state) {
  static kiln::Minibatches<float, 784, 100> batches(images().rows<784>(), images().labels);
  kiln::Engine engine(0);
  net.initialize(kiln::Normal{.std = 0.01}, engine);
  for (auto _ : state) {
    batches.draw(engine);
    benchmark::DoNotOptimize(trainer.step(batches.rows(), batches.labels()));
  }
  state.counters["steps/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(train_course)
    ->Name("train/course/784-50-10")
    ->Iterations(10'000)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
