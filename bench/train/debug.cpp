// SPDX-License-Identifier: MIT
// A training step of 784-50-10, batch 100, and one sample of 784-50-100-10, in a build without
// optimisation (this file is compiled with -O0), beside the plain loops that anyone would write.

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
BENCHMARK(plain_loops)->Name("train/debug/step/plain_loops")->Unit(benchmark::kMillisecond);

void kiln_step(benchmark::State& state) {
  using Net = kiln::Net<in, kiln::Dense<hidden, kiln::Sigmoid>, kiln::Dense<out, kiln::Softmax>>;
  static Net net;
  static kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, n> trainer(net, {.learning_rate = 0.1});
  fill();
  const std::span<const float> rows(&x[0][0], n * in);
  for (auto _ : state) trainer.step(rows, label);
}
BENCHMARK(kiln_step)->Name("train/debug/step/kiln")->Unit(benchmark::kMillisecond);

constexpr int middle = 100;
float v1[in][hidden], c1[hidden], v2[hidden][middle], c2[middle], v3[middle][out], c3[out];

template <int From, int To>
void plain_layer(const float* input, const float (&w)[From][To], const float* b, float* z) {
  for (int j = 0; j < To; ++j) z[j] = b[j];
  for (int k = 0; k < From; ++k) {
    for (int j = 0; j < To; ++j) z[j] += input[k] * w[k][j];
  }
}

void plain_predict(benchmark::State& state) {
  fill();
  float z1[hidden], z2[middle], z3[out];
  for (auto _ : state) {
    plain_layer(x[0], v1, c1, z1);
    for (float& z : z1) z = 1 / (1 + std::exp(-z));
    plain_layer(z1, v2, c2, z2);
    for (float& z : z2) z = 1 / (1 + std::exp(-z));
    plain_layer(z2, v3, c3, z3);
    float sum = 0;
    for (float& z : z3) sum += z = std::exp(z);
    for (float& z : z3) z /= sum;
    benchmark::DoNotOptimize(z3);
  }
}
BENCHMARK(plain_predict)->Name("train/debug/predict/plain_loops")->Unit(benchmark::kMicrosecond);

void kiln_predict(benchmark::State& state) {
  using kiln::Dense, kiln::Sigmoid;
  static kiln::Net<in, Dense<hidden, Sigmoid>, Dense<middle, Sigmoid>, Dense<out, kiln::Softmax>>
      net;
  fill();
  for (auto _ : state) benchmark::DoNotOptimize(net.predict(std::span<const float, in>(x[0])));
}
BENCHMARK(kiln_predict)->Name("train/debug/predict/kiln")->Unit(benchmark::kMicrosecond);

}  // namespace
