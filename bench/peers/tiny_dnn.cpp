// SPDX-License-Identifier: MIT
// tiny-dnn, single-threaded, with its AVX kernels.

#define CNN_SINGLE_THREAD
#define CNN_USE_AVX
#define CNN_NO_SERIALIZATION
#include <tiny_dnn/tiny_dnn.h>

#include <memory>

#include "contestant.hpp"

namespace peers {

namespace {

using tiny_dnn::vec_t;

struct Net {
  tiny_dnn::network<tiny_dnn::sequential> net;
  std::vector<std::vector<tiny_dnn::tensor_t>> x;
  std::vector<std::vector<vec_t>> rows;
  std::vector<std::vector<tiny_dnn::label_t>> labels;
  tiny_dnn::gradient_descent optimizer;

  explicit Net(const Workload& w) {
    namespace a = tiny_dnn::activation;
    for (const Layer& layer : w.layers) {
      switch (layer.activation) {
        case Activation::sigmoid:
          add<a::sigmoid>(layer);
          break;
        case Activation::tanh:
          add<a::tan_h>(layer);
          break;
        case Activation::relu:
          add<a::relu>(layer);
          break;
        case Activation::softmax:
          add<a::softmax>(layer);
          break;
        case Activation::identity:
          add<a::identity>(layer);
          break;
      }
    }
    net.init_weight();
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
      const std::size_t in = w.layers[i].in, out = w.layers[i].out;
      std::copy_n(w.weights(i), in * out, net[i]->weights()[0]->begin());
      std::copy_n(w.bias(i), out, net[i]->weights()[1]->begin());
    }
    optimizer.alpha = w.rate;
    optimizer.lambda = 0;
    for (std::size_t i = 0; i < w.batches; ++i) {
      x.emplace_back();
      rows.emplace_back();
      for (std::size_t r = 0; r < w.batch; ++r) {
        const float* const row = w.x_of(i) + r * w.in();
        x.back().push_back({vec_t(row, row + w.in())});
        rows.back().emplace_back(row, row + w.in());
      }
      if (w.task != Task::train) continue;
      labels.emplace_back(w.labels_of(i), w.labels_of(i) + w.batch);
    }
  }

  template <class Function>
  void add(const Layer& layer) {
    net << tiny_dnn::fully_connected_layer<Function>(
        static_cast<tiny_dnn::serial_size_t>(layer.in),
        static_cast<tiny_dnn::serial_size_t>(layer.out));
  }

  void step(std::size_t i) {
    net.train<tiny_dnn::cross_entropy_multiclass>(optimizer, rows[i], labels[i], rows[i].size(), 1);
  }

  std::vector<float> parameters() {
    std::vector<float> all;
    for (std::size_t i = 0; i < net.layer_size(); ++i) {
      for (const vec_t* p : net[i]->weights()) all.insert(all.end(), p->begin(), p->end());
    }
    return all;
  }
};

std::vector<Contestant> contestants(const Workload& w) {
  if (w.adam || w.task == Task::dependent || w.name.substr(0, 4) == "size") return {};
  const auto net = std::make_shared<Net>(w);
  if (w.task == Task::train) {
    return {trainer(
        w, "tiny-dnn", KILN_PEER_VERSION, [net](std::size_t i) { net->step(i); },
        [net] { return net->parameters(); })};
  }
  return {predictor(w, "tiny-dnn", KILN_PEER_VERSION, [&w, net](const float* x, float* y) {
    const std::size_t i = static_cast<std::size_t>(x - w.x.data()) / (w.batch * w.in());
    const auto result = net->net.predict(net->x[i]);
    for (std::size_t r = 0; r < w.batch; ++r)
      std::copy_n(result[r][0].begin(), w.out(), y + r * w.out());
  })};
}

const bool entered = enter(contestants);

}  // namespace

}  // namespace peers
