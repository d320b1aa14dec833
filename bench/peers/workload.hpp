// SPDX-License-Identifier: MIT
#pragma once
// What is timed, as plain arrays that any library can take: a net's sizes, weights, and inputs that
// rotate. Not here: how a library runs it (contestant.hpp), how it is timed (contest.cpp).

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace peers {

/// Numbers behind the last input that a library may read, but not use.
inline constexpr std::size_t read_past = 16;

enum class Activation { identity, sigmoid, tanh, relu, softmax };

/// y = activation(x·W + b) with W in × out.
struct Layer {
  std::size_t in, out;
  Activation activation;
};

enum class Task {
  predict,    ///< y of one batch
  dependent,  ///< y of one sample, which becomes the (beginning of the) next input
  train       ///< one step on one batch
};

/// One row of the table.
struct Workload {
  std::string name;
  std::vector<Layer> layers;
  Task task = Task::predict;
  std::size_t batch = 1;
  std::size_t batches =
      1;                ///< different inputs, taken in turn; a power of two where calls are short
  bool adam = false;    ///< train: Adam on the squared error, otherwise SGD on cross-entropy
  float rate = 0;       ///< train: the learning rate
  bool limited = true;  ///< whether arithmetic or bandwidth bound it, and not latency

  std::vector<float> parameters;     ///< W row by row, then b, layer by layer
  std::vector<float> x;              ///< batches × batch × in, and read_past zeros
  std::vector<float> t;              ///< train: batches × batch × out; one-hot for SGD
  std::vector<std::uint8_t> labels;  ///< train with SGD: batches × batch

  std::size_t in() const { return layers.front().in; }
  std::size_t out() const { return layers.back().out; }
  std::size_t x_size() const { return batches * batch * in(); }
  const float* x_of(std::size_t i) const { return x.data() + i * batch * in(); }
  const float* t_of(std::size_t i) const { return t.data() + i * batch * out(); }
  const std::uint8_t* labels_of(std::size_t i) const { return labels.data() + i * batch; }
  const float* weights(std::size_t layer) const;
  const float* bias(std::size_t layer) const { return weights(layer) + size(layer); }
  std::size_t size(std::size_t layer) const { return layers[layer].in * layers[layer].out; }

  /// Floating-point operations of one call that no dense algorithm can leave out.
  double flops() const;
  std::size_t weight_bytes() const;
};

/// The workloads of the table; W5_sparse on the images of $KILN_DATA_DIR/mnist, or on drawn ones.
std::vector<Workload> table_workloads();
/// One layer n → n on 100 rows, for the chart over sizes.
std::vector<Workload> size_workloads();

}  // namespace peers
