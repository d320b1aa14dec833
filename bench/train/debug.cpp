// SPDX-License-Identifier: MIT
// A training step of 784-50-10, batch 100, in a build without optimisation (this file is compiled
// with -O0), beside the same step as the plain loops that anyone would write.

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <kiln/kiln.hpp>
#include <span>

namespace {

constexpr int n = 100, in = 784, hidden = 50, out = 10;

float x[n][in], w1[in][hidden], b1[hidden], w2[hidden][out], b2[out];
float y1[n][hidden], y2[n][out], d1[n][hidden];
std::array<std::uint8_t, n> label;

void fill() {
  kiln::Engine engine(1);
  for (auto& row : x) {
    for (float& pixel : row) pixel = kiln::uniform<float>(engine);
  }
  for (auto& t : label) t = static_cast<std::uint8_t>(kiln::uniform_index(engine, out));
}

void plain_step() {
  for (int r = 0; r < n; ++r) {
    for (int j = 0; j < hidden; ++j) y1[r][j] = b1[j];
    for (int k = 0; k < in; ++k) {
      for (int j = 0; j < hidden; ++j) y1[r][j] += x[r][k] * w1[k][j];
    }
    for (int j = 0; j < hidden; ++j) y1[r][j] = 1 / (1 + std::exp(-y1[r][j]));
    for (int j = 0; j < out; ++j) y2[r][j] = b2[j];
    for (int k = 0; k < hidden; ++k) {
      for (int j = 0; j < out; ++j) y2[r][j] += y1[r][k] * w2[k][j];
    }
    float sum = 0;
    for (int j = 0; j < out; ++j) sum += y2[r][j] = std::exp(y2[r][j]);
    for (int j = 0; j < out; ++j) y2[r][j] = (y2[r][j] / sum - (j == label[r] ? 1 : 0)) / n;
    for (int k = 0; k < hidden; ++k) {
      d1[r][k] = 0;
      for (int j = 0; j < out; ++j) d1[r][k] += y2[r][j] * w2[k][j];
      d1[r][k] *= y1[r][k] * (1 - y1[r][k]);
    }
  }
  for (int r = 0; r < n; ++r) {
    for (int k = 0; k < in; ++k) {
      for (int j = 0; j < hidden; ++j) w1[k][j] -= 0.1f * (x[r][k] * d1[r][j]);
    }
    for (int j = 0; j < hidden; ++j) b1[j] -= 0.1f * d1[r][j];
    for (int k = 0; k < hidden; ++k) {
      for (int j = 0; j < out; ++j) w2[k][j] -= 0.1f * (y1[r][k] * y2[r][j]);
    }
    for (int j = 0; j < out; ++j) b2[j] -= 0.1f * y2[r][j];
  }
}

void plain_loops(benchmark::State& state) {
  fill();
  for (auto _ : state) plain_step();
}
BENCHMARK(plain_loops)->Name("train/debug/plain_loops")->Unit(benchmark::kMillisecond);

void kiln_step(benchmark::State& state) {
  using Net = kiln::Net<in, kiln::Dense<hidden, kiln::Sigmoid>, kiln::Dense<out, kiln::Softmax>>;
  static Net net;
  static kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, n> trainer(net, {.learning_rate = 0.1});
  fill();
  const std::span<const float> rows(&x[0][0], n * in);
  for (auto _ : state) trainer.step(rows, label);
}
BENCHMARK(kiln_step)->Name("train/debug/kiln")->Unit(benchmark::kMillisecond);

}  // namespace
