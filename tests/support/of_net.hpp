// SPDX-License-Identifier: MIT
#pragma once
// A kiln net as the reference sees it (reference.hpp), and losses by name.

#include <kiln/activations/identity.hpp>
#include <kiln/activations/relu.hpp>
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/activations/step.hpp>
#include <kiln/activations/tanh.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/net/net.hpp>

#include <utility>

#include "support/reference.hpp"
#include "support/samples.hpp"
#include "support/swish.hpp"

namespace support {

/// The reference's name of an activation or loss.
template <class>
inline constexpr auto named = 0;
template <>
inline constexpr auto named<kiln::Identity> = reference::Activation::identity;
template <>
inline constexpr auto named<kiln::Step> = reference::Activation::step;
template <>
inline constexpr auto named<kiln::Sigmoid> = reference::Activation::sigmoid;
template <>
inline constexpr auto named<kiln::Tanh> = reference::Activation::tanh;
template <>
inline constexpr auto named<kiln::ReLU> = reference::Activation::relu;
template <>
inline constexpr auto named<kiln::Softmax> = reference::Activation::softmax;
template <>
inline constexpr auto named<Swish> = reference::Activation::swish;
template <>
inline constexpr auto named<kiln::SquaredError> = reference::Loss::squared_error;
template <>
inline constexpr auto named<kiln::MeanSquaredError> = reference::Loss::mean_squared_error;
template <>
inline constexpr auto named<kiln::CrossEntropy> = reference::Loss::cross_entropy;

/// The activation in a description.
template <class>
inline constexpr reference::Activation activation_of = reference::Activation::identity;
template <std::ptrdiff_t Units, class A, class Input>
inline constexpr reference::Activation activation_of<kiln::Dense<Units, A, Input>> = named<A>;
template <class D>
inline constexpr reference::Activation activation_of<kiln::Frozen<D>> = activation_of<D>;

/// The same net with the same parameters, in the reference's form.
template <class T, kiln::Shape In, class... Layers>
reference::Net reference_of(const kiln::BasicNet<T, In, Layers...>& net) {
  reference::Net result;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    const auto add = [&](const auto& layer, reference::Activation activation) {
      reference::Dense dense{layer.weight.shape[0], layer.weight.shape[1], activation, {}, {}};
      for (std::size_t i = 0; i < dense.in; ++i) {
        for (std::size_t j = 0; j < dense.out; ++j) {
          dense.weight.push_back(static_cast<double>(layer.weight(i, j)));
        }
      }
      for (std::size_t j = 0; j < dense.out; ++j) {
        dense.bias.push_back(static_cast<double>(layer.bias(j)));
      }
      result.layers.push_back(std::move(dense));
    };
    (add(net.template layer<I>(), activation_of<Layers>), ...);
  }
  (std::index_sequence_for<Layers...>());
  return result;
}

/// Sets every parameter of every layer: weights within ±scale/√in, biases within ±½.
template <class Net>
void fill(Net& net, Samples& samples, double scale = 1.7) {
  for (const auto& p : net.parameters()) {
    const bool is_weight = p.shape.rank == 2;
    const double bound = is_weight ? scale / std::sqrt(static_cast<double>(p.shape[0])) : 0.5;
    for (std::size_t i = 0; i < p.shape.size(); ++i) {
      p.data[i] = static_cast<typename Net::Scalar>(samples.uniform(-bound, bound));
    }
  }
}

/// Inputs and targets of n samples, drawn for a net and a loss: for cross-entropy the targets of
/// even rows are one-hot and of odd ones are distributions.
template <class T>
struct Batch {
  std::vector<T> x, t;

  template <class Net>
  static Batch draw(const Net&, reference::Loss loss, std::size_t n, Samples& samples) {
    constexpr std::size_t in = Net::input.size(), out = Net::output.size();
    Batch batch{samples.uniforms<T>(n * in, -1, 1), samples.uniforms<T>(n * out, 0, 1)};
    if (loss == reference::Loss::cross_entropy) {
      for (std::size_t r = 0; r < n; ++r) {
        T total = 0;
        const auto hot = static_cast<std::size_t>(samples.integer(0, static_cast<long>(out) - 1));
        for (std::size_t j = 0; j < out; ++j) {
          T& target = batch.t[r * out + j];
          if (r % 2 == 0) target = j == hot ? T(1) : T(0);
          total += target;
        }
        for (std::size_t j = 0; j < out; ++j) batch.t[r * out + j] /= total;
      }
    }
    return batch;
  }
};

/// The numbers as doubles.
template <class Range>
reference::Vector doubles(const Range& range) {
  reference::Vector result;
  for (const auto& x : range) result.push_back(static_cast<double>(x));
  return result;
}

}  // namespace support
