// SPDX-License-Identifier: MIT
#pragma once
// The truth about derivatives, to the last digits: the reference's nets (reference.hpp) computed
// forward in dual numbers, one derivative at a time. No backpropagation, no differences, and no
// code of kiln's.

#include <cmath>
#include <cstddef>
#include <vector>

#include "support/dual.hpp"
#include "support/reference.hpp"

namespace support {

/// a(z) of one row of dual numbers.
inline void activate(reference::Activation a, std::vector<Dual>& z) {
  using A = reference::Activation;
  Dual largest = z[0], total(0);
  for (const Dual& x : z) largest = x > largest ? x : largest;
  if (a == A::softmax) {
    for (Dual& x : z) total = total + (x = exp(x - largest.value));
  }
  for (Dual& x : z) {
    if (a == A::sigmoid) x = Dual(1) / (Dual(1) + exp(-x));
    if (a == A::tanh) x = tanh(x);
    if (a == A::relu) x = x > Dual(0) ? x : Dual(0);
    if (a == A::step) x = x > Dual(0) ? 1 : 0;
    if (a == A::swish) x = x / (Dual(1) + exp(-x));
    if (a == A::softmax) x = x / total;
  }
}

/// A net of dual numbers whose loss is differentiated along one of its numbers at a time.
class DualNet {
 public:
  explicit DualNet(const reference::Net& net) {
    for (const reference::Dense& layer : net.layers) {
      layers_.push_back(
          {layer.in, layer.out, layer.activation, duals(layer.weight), duals(layer.bias)});
    }
  }

  /// ∂L/∂ of every number of the net and of x, and L. The guard is cross-entropy's.
  reference::Gradients gradients(reference::Loss loss, const reference::Vector& x,
                                 const reference::Vector& t, double guard) {
    reference::Gradients g;
    std::vector<Dual> input = duals(x);
    const auto along = [&](std::vector<Dual>& numbers) {
      reference::Vector slopes;
      for (Dual& number : numbers) {
        number.slope = 1;
        slopes.push_back(loss_of(loss, input, t, guard).slope);
        number.slope = 0;
      }
      return slopes;
    };
    g.loss = loss_of(loss, input, t, guard).value;
    for (Layer& layer : layers_) {
      g.weight.push_back(along(layer.weight));
      g.bias.push_back(along(layer.bias));
    }
    g.input = along(input);
    return g;
  }

 private:
  struct Layer {
    std::size_t in, out;
    reference::Activation activation;
    std::vector<Dual> weight, bias;
  };

  static std::vector<Dual> duals(const reference::Vector& numbers) {
    return {numbers.begin(), numbers.end()};
  }

  Dual loss_of(reference::Loss loss, const std::vector<Dual>& x, const reference::Vector& t,
               double guard) const {
    const std::size_t in = layers_[0].in, out = layers_.back().out, n = x.size() / in;
    Dual total(0);
    for (std::size_t r = 0; r < n; ++r) {
      const auto from = x.begin() + static_cast<std::ptrdiff_t>(r * in);
      std::vector<Dual> y(from, from + static_cast<std::ptrdiff_t>(in));
      for (const Layer& layer : layers_) {
        std::vector<Dual> z = layer.bias;
        for (std::size_t i = 0; i < layer.in; ++i) {
          for (std::size_t j = 0; j < layer.out; ++j) {
            z[j] = z[j] + y[i] * layer.weight[i * layer.out + j];
          }
        }
        activate(layer.activation, z);
        y = z;
      }
      for (std::size_t j = 0; j < out; ++j) {
        const double target = t[r * out + j];
        if (loss == reference::Loss::cross_entropy) {
          if (target != 0) total = total - Dual(target) * log(y[j] + Dual(guard));
        } else {
          total = total + (y[j] - Dual(target)) * (y[j] - Dual(target));
        }
      }
    }
    const double rows = static_cast<double>(n), all = static_cast<double>(n * out);
    if (loss == reference::Loss::squared_error) return total / Dual(2 * rows);
    return total / Dual(loss == reference::Loss::mean_squared_error ? all : rows);
  }

  std::vector<Layer> layers_;
};

}  // namespace support
