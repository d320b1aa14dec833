// SPDX-License-Identifier: MIT
// FANN: one sample at a time. It has no softmax (written by hand here) and no ReLU, and it trains
// on the squared error only.

#include <floatfann.h>

#include <memory>

#include "contestant.hpp"
#include "loops.hpp"

namespace peers {

namespace {

std::shared_ptr<fann> load(const Workload& w) {
  std::vector<unsigned> sizes = {static_cast<unsigned>(w.in())};
  for (const Layer& layer : w.layers) sizes.push_back(static_cast<unsigned>(layer.out));
  const std::shared_ptr<fann> net(
      fann_create_standard_array(static_cast<unsigned>(sizes.size()), sizes.data()), fann_destroy);
  float* to = net->weights;  // for each neuron one from each of the layer below, then its bias
  for (std::size_t i = 0; i < w.layers.size(); ++i) {
    const auto [in, out, activation] = w.layers[i];
    const bool sigmoid = activation == Activation::sigmoid;
    const int number = static_cast<int>(i) + 1;
    fann_set_activation_function_layer(net.get(),
                                       sigmoid                          ? FANN_SIGMOID
                                       : activation == Activation::tanh ? FANN_SIGMOID_SYMMETRIC
                                                                        : FANN_LINEAR,
                                       number);
    fann_set_activation_steepness_layer(net.get(), sigmoid ? 0.5f : 1.0f, number);
    for (std::size_t j = 0; j < out; ++j) {
      for (std::size_t k = 0; k < in; ++k) *to++ = w.weights(i)[k * out + j];
      *to++ = w.bias(i)[j];
    }
  }
  return net;
}

std::vector<Contestant> contestants(const Workload& w) {
  if (w.task == Task::train || w.batch > 1) return {};
  for (const Layer& layer : w.layers) {
    if (layer.activation == Activation::relu) return {};
  }
  return {predictor(w, "FANN", KILN_PEER_VERSION, [&w, net = load(w)](const float* x, float* y) {
    std::copy_n(fann_run(net.get(), const_cast<float*>(x)), w.out(), y);
    if (w.layers.back().activation == Activation::softmax) softmax(1, w.out(), y);
  })};
}

const bool entered = enter(contestants);

}  // namespace

}  // namespace peers
