// SPDX-License-Identifier: MIT
// The workloads of the table and their numbers, drawn from seeds.

#include "workload.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <kiln/random/engine.hpp>
#include <kiln/random/normal.hpp>
#include <kiln/random/uniform.hpp>

#include "digits.hpp"

namespace peers {

const float* Workload::weights(std::size_t layer) const {
  const float* p = parameters.data();
  for (std::size_t i = 0; i < layer; ++i) p += size(i) + layers[i].out;
  return p;
}

double Workload::flops() const {
  double result = 0;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const double products = task == Task::train ? (i == 0 ? 2 : 3) : 1;
    result += products * 2 * static_cast<double>(size(i) * batch);
  }
  return result;
}

std::size_t Workload::weight_bytes() const {
  std::size_t result = 0;
  for (std::size_t i = 0; i < layers.size(); ++i) result += size(i) * sizeof(float);
  return result;
}

namespace {

using enum Activation;

// Weights of variance 1/in (2/in before a ReLU), inputs and targets.
void fill(Workload& w) {
  kiln::Engine engine(3);
  for (const Layer& layer : w.layers) {
    const float gain = layer.activation == relu ? 2.0f : 1.0f;
    const float deviation = std::sqrt(gain / static_cast<float>(layer.in));
    for (std::size_t i = 0; i < layer.in * layer.out; ++i) {
      w.parameters.push_back(deviation * kiln::normal<float>(engine));
    }
    for (std::size_t i = 0; i < layer.out; ++i) {
      w.parameters.push_back(0.1f * kiln::normal<float>(engine));
    }
  }
  w.x.resize(w.x_size() + read_past);
  for (std::size_t i = 0; i < w.x_size(); ++i) w.x[i] = kiln::uniform<float>(engine);
  if (w.task != Task::train) return;
  w.t.assign(w.batches * w.batch * w.out(), 0.0f);
  for (std::size_t r = 0; r < w.batches * w.batch; ++r) {
    float* const t = w.t.data() + r * w.out();
    if (w.adam) {
      const float* const x = w.x.data() + r * w.in();
      for (std::size_t j = 0; j < w.out(); ++j) t[j] = x[j % w.in()] * x[(j + 1) % w.in()];
    } else {
      w.labels.push_back(static_cast<std::uint8_t>(kiln::uniform_index(engine, w.out())));
      t[w.labels.back()] = 1;
    }
  }
}

// The first rows of a set of digits instead of random ones.
void take_digits(Workload& w) {
  const kiln::LabelledImages& digits = training_digits();
  std::copy_n(digits.images.begin(), w.x_size(), w.x.begin());
  w.labels.assign(digits.labels.begin(),
                  digits.labels.begin() + static_cast<long>(w.labels.size()));
  w.t.assign(w.t.size(), 0.0f);
  for (std::size_t r = 0; r < w.labels.size(); ++r) w.t[r * w.out() + w.labels[r]] = 1;
}

}  // namespace

std::vector<Workload> table_workloads() {
  const std::vector<Layer> w1 = {{784, 50, sigmoid}, {50, 100, sigmoid}, {100, 10, softmax}};
  const std::vector<Layer> w2 = {{784, 50, sigmoid}, {50, 10, softmax}};
  const std::vector<Layer> w3a = {{2, 3, sigmoid}, {3, 2, sigmoid}, {2, 2, identity}};
  const std::vector<Layer> w3b = {{8, 16, tanh}, {16, 16, tanh}, {16, 4, identity}};
  const std::vector<Layer> w6 = {{784, 512, relu}, {512, 512, relu}, {512, 10, softmax}};
  const std::vector<Layer> w7 = {{4, 32, tanh}, {32, 16, tanh}, {16, 4, identity}};
  std::vector<Workload> all(11);
  auto set = [&all, next = std::size_t{0}](const char* name, const std::vector<Layer>& layers,
                                           Task task, std::size_t batch,
                                           std::size_t batches) mutable -> Workload& {
    Workload& w = all[next++];
    w.name = name, w.layers = layers, w.task = task, w.batch = batch, w.batches = batches;
    return w;
  };
  set("W1", w1, Task::predict, 1, 16);
  set("W2", w2, Task::predict, 1, 16);
  set("W3a", w3a, Task::predict, 1, 64).limited = false;
  set("W3a_dependent", w3a, Task::dependent, 1, 1).limited = false;
  set("W3b", w3b, Task::predict, 1, 64).limited = false;
  set("W3b_dependent", w3b, Task::dependent, 1, 1).limited = false;
  set("W4", w1, Task::predict, 100, 2);
  set("W5", w2, Task::train, 100, 10).rate = 0.1f;
  set("W5_sparse", w2, Task::train, 100, 20).rate = 0.1f;
  set("W6_infer", w6, Task::predict, 1, 16);
  set("W6_train", w6, Task::train, 128, 10).rate = 0.01f;
  all.emplace_back();
  Workload& last = all.back();
  last.name = "W7", last.layers = w7, last.task = Task::train, last.batch = 10'000;
  last.adam = true, last.rate = 0.001f;
  for (Workload& w : all) {
    fill(w);
    if (w.name == "W5_sparse") take_digits(w);
  }
  return all;
}

std::vector<Workload> size_workloads() {
  std::vector<Workload> all;
  for (const std::size_t n :
       {8u, 16u, 24u, 32u, 50u, 64u, 100u, 128u, 200u, 256u, 384u, 512u, 768u, 1024u}) {
    Workload w;
    w.name = "size_" + std::to_string(n);
    w.layers = {{n, n, relu}};
    w.batch = 100;
    fill(w);
    all.push_back(std::move(w));
  }
  return all;
}

}  // namespace peers
