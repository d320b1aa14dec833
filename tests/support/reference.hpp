// SPDX-License-Identifier: MIT
#pragma once
// The truth about dense nets: plain loops in double over std::vector and <cmath>, sample by sample,
// with the whole Jacobian of every activation. It shares no code with kiln.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace reference {

using Vector = std::vector<double>;

enum class Activation { identity, step, sigmoid, tanh, relu, softmax, swish };
enum class Loss { squared_error, mean_squared_error, cross_entropy };

/// a(z) of one row.
inline Vector activate(Activation a, const Vector& z) {
  Vector y(z.size());
  double total = 0;
  const double largest = *std::max_element(z.begin(), z.end());
  for (const double x : z) total += std::exp(x - largest);
  for (std::size_t j = 0; j < z.size(); ++j) {
    switch (a) {
      case Activation::identity:
        y[j] = z[j];
        break;
      case Activation::step:
        y[j] = z[j] > 0 ? 1 : 0;
        break;
      case Activation::sigmoid:
        y[j] = 1 / (1 + std::exp(-z[j]));
        break;
      case Activation::tanh:
        y[j] = std::tanh(z[j]);
        break;
      case Activation::relu:
        y[j] = z[j] > 0 ? z[j] : 0;
        break;
      case Activation::softmax:
        y[j] = std::exp(z[j] - largest) / total;
        break;
      case Activation::swish:
        y[j] = z[j] / (1 + std::exp(-z[j]));
        break;
    }
  }
  return y;
}

/// ∂yⱼ/∂zₖ at z.
inline double jacobian(Activation a, const Vector& z, const Vector& y, std::size_t j,
                       std::size_t k) {
  if (a == Activation::softmax) return y[j] * ((j == k ? 1 : 0) - y[k]);
  if (j != k) return 0;
  const double s = 1 / (1 + std::exp(-z[j]));
  switch (a) {
    case Activation::identity:
      return 1;
    case Activation::step:
      return 0;
    case Activation::sigmoid:
      return s * (1 - s);
    case Activation::tanh:
      return 1 / (std::cosh(z[j]) * std::cosh(z[j]));
    case Activation::relu:
      return z[j] > 0 ? 1 : 0;
    case Activation::swish:
      return s + z[j] * s * (1 - s);
    case Activation::softmax:
      break;
  }
  return 0;
}

/// y = a(x·W + b), W in × out.
struct Dense {
  std::size_t in, out;
  Activation activation;
  Vector weight, bias;
};

/// What backpropagation gives.
struct Gradients {
  double loss = 0;
  std::vector<Vector> weight, bias;  // of each layer
  Vector input;                      // n × in
};

/// A net of dense layers.
struct Net {
  std::vector<Dense> layers;

  /// z and y of every layer for one sample.
  struct Pass {
    std::vector<Vector> z, y;
  };
  Pass forward(const Vector& x) const {
    Pass pass;
    Vector in = x;
    for (const Dense& layer : layers) {
      Vector z = layer.bias;
      for (std::size_t j = 0; j < layer.out; ++j) {
        for (std::size_t i = 0; i < layer.in; ++i) z[j] += in[i] * layer.weight[i * layer.out + j];
      }
      in = activate(layer.activation, z);
      pass.z.push_back(z);
      pass.y.push_back(in);
    }
    return pass;
  }

  /// Outputs of n samples, one behind the other.
  Vector predict(const Vector& x) const {
    Vector all;
    for (std::size_t first = 0; first < x.size(); first += layers[0].in) {
      const Vector y =
          forward(Vector(x.begin() + static_cast<std::ptrdiff_t>(first),
                         x.begin() + static_cast<std::ptrdiff_t>(first + layers[0].in)))
              .y.back();
      all.insert(all.end(), y.begin(), y.end());
    }
    return all;
  }

  /// All of dL for n samples x and targets t (n × out).
  Gradients backward(Loss loss, const Vector& x, const Vector& t, double guard = 1e-7) const {
    Gradients g;
    for (const Dense& layer : layers) {
      g.weight.emplace_back(layer.weight.size());
      g.bias.emplace_back(layer.bias.size());
    }
    const std::size_t in = layers[0].in, out = layers.back().out, n = x.size() / in;
    const double count = static_cast<double>(n), all = static_cast<double>(n * out);
    for (std::size_t r = 0; r < n; ++r) {
      const auto from = x.begin() + static_cast<std::ptrdiff_t>(r * in);
      const Vector sample(from, from + static_cast<std::ptrdiff_t>(in));
      const Pass pass = forward(sample);
      Vector dy(out);
      for (std::size_t j = 0; j < out; ++j) {
        const double y = pass.y.back()[j], target = t[r * out + j];
        switch (loss) {
          case Loss::squared_error:
            g.loss += (y - target) * (y - target) / (2 * count);
            dy[j] = (y - target) / count;
            break;
          case Loss::mean_squared_error:
            g.loss += (y - target) * (y - target) / all;
            dy[j] = 2 * (y - target) / all;
            break;
          case Loss::cross_entropy:
            if (target != 0) g.loss -= target * std::log(y + guard) / count;
            dy[j] = -target / (y + guard) / count;
            break;
        }
      }
      for (std::size_t l = layers.size(); l-- > 0;) {
        const Dense& layer = layers[l];
        const Vector& below = l > 0 ? pass.y[l - 1] : sample;
        Vector dz(layer.out), dx(layer.in);
        for (std::size_t k = 0; k < layer.out; ++k) {
          for (std::size_t j = 0; j < layer.out; ++j) {
            dz[k] += dy[j] * jacobian(layer.activation, pass.z[l], pass.y[l], j, k);
          }
          g.bias[l][k] += dz[k];
          for (std::size_t i = 0; i < layer.in; ++i) {
            g.weight[l][i * layer.out + k] += below[i] * dz[k];
            dx[i] += dz[k] * layer.weight[i * layer.out + k];
          }
        }
        dy = dx;
      }
      g.input.insert(g.input.end(), dy.begin(), dy.end());
    }
    return g;
  }
};

}  // namespace reference
