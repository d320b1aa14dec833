// SPDX-License-Identifier: MIT
#pragma once
// A net by hand around a library that only multiplies matrices. All matrices are row by row:
//
//   struct Products {
//     Products(const Workload&);
//     void forward(layer, n, x, w, z);             // z = x·w
//     void gradient(layer, n, x, d, scale, beta, dw);  // dw = scale·xᵀ·d + beta·dw
//     void backward(layer, n, d, w, dx);           // dx = d·wᵀ
//   };

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "contestant.hpp"
#include "loops.hpp"

namespace peers {

template <class Products>
class NetByHand {
 public:
  explicit NetByHand(const Workload& w)
      : w_(w), products_(w), parameters_(w.parameters), rows_(std::min<std::size_t>(w.batch, 500)) {
    for (const Layer& layer : w.layers) {
      y_.emplace_back(rows_ * layer.out);
      d_.emplace_back(rows_ * layer.out);
    }
    if (w.adam) {
      for (auto* state : {&gradient_, &mean_, &square_}) state->resize(parameters_.size());
    }
  }

  /// The outputs of n ≤ 500 rows.
  float* forward(std::size_t n, const float* x) {
    for (std::size_t i = 0; i < layers().size(); ++i) {
      float* const y = y_[i].data();
      products_.forward(i, n, i == 0 ? x : y_[i - 1].data(), weights(i), y);
      activate(layers()[i].activation, n, layers()[i].out, bias(i), y);
    }
    return y_.back().data();
  }

  /// One step of SGD on cross-entropy: the product itself moves the weights.
  void step(const float* x, const std::uint8_t* labels) {
    const std::size_t n = w_.batch;
    float* const y = forward(n, x);
    const float loss = cross_entropy(n, w_.out(), labels, y);
    keep(&loss);
    backward(n, x, y, [&](std::size_t i, const float* in, const float* d) {
      products_.gradient(i, n, in, d, -w_.rate, 1, weights(i));
      sgd_bias(n, layers()[i].out, w_.rate, d, bias(i));
    });
  }

  /// One step of Adam on the squared error, in blocks of 500 rows that stay in the cache.
  void step_adam(const float* x, const float* t) {
    float loss = 0;
    for (std::size_t first = 0; first < w_.batch; first += rows_) {
      const std::size_t n = std::min(rows_, w_.batch - first);
      const float* const in_block = x + first * w_.in();
      float* const y = forward(n, in_block);
      loss += squared_error(n * w_.out(), w_.batch, t + first * w_.out(), y);
      backward(n, in_block, y, [&](std::size_t i, const float* in, const float* d) {
        const auto offset = static_cast<std::size_t>(weights(i) - parameters_.data());
        float* const dw = gradient_.data() + offset;
        float* const db = dw + w_.size(i);
        products_.gradient(i, n, in, d, 1, first == 0 ? 0.0f : 1.0f, dw);
        if (first == 0) std::fill(db, db + layers()[i].out, 0.0f);
        sgd_bias(n, layers()[i].out, -1, d, db);
      });
    }
    keep(&loss);
    adam(parameters_.size(), ++steps_, w_.rate, gradient_.data(), mean_.data(), square_.data(),
         parameters_.data());
  }

  const std::vector<float>& parameters() const { return parameters_; }

 private:
  const std::vector<Layer>& layers() const { return w_.layers; }
  float* weights(std::size_t i) {
    return parameters_.data() + (w_.weights(i) - w_.parameters.data());
  }
  float* bias(std::size_t i) { return weights(i) + w_.size(i); }

  // From the last layer to the first: `learn(layer, its input, its delta)` after that layer's dx.
  template <class Learn>
  void backward(std::size_t n, const float* x, const float* delta, const Learn& learn) {
    for (std::size_t i = layers().size(); i-- > 0;) {
      const float* below = x;
      if (i > 0) {
        float* const dx = d_[i - 1].data();
        products_.backward(i, n, delta, weights(i), dx);
        times_slope(layers()[i - 1].activation, n * layers()[i].in, y_[i - 1].data(), dx);
        below = y_[i - 1].data();
      }
      learn(i, below, delta);
      if (i > 0) delta = d_[i - 1].data();
    }
  }

  const Workload& w_;
  Products products_;
  std::vector<float> parameters_, gradient_, mean_, square_;
  std::vector<std::vector<float>> y_, d_;
  std::size_t rows_, steps_ = 0;
};

/// Batches and training by hand around `Products`.
template <class Products>
Contestant by_hand(const Workload& w, std::string library) {
  const auto net = std::make_shared<NetByHand<Products>>(w);
  if (w.task == Task::predict) {
    return predictor(w, library, KILN_PEER_VERSION, [&w, net](const float* x, float* y) {
      const float* const result = net->forward(w.batch, x);
      std::copy(result, result + w.batch * w.out(), y);
    });
  }
  const auto step = [&w, net](std::size_t i) {
    if (w.adam) net->step_adam(w.x_of(i), w.t_of(i));
    else net->step(w.x_of(i), w.labels_of(i));
  };
  return trainer(w, library, KILN_PEER_VERSION, step, [net] { return net->parameters(); });
}

}  // namespace peers
