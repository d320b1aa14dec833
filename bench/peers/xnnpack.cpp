// SPDX-License-Identifier: MIT
// XNNPACK: operators made once, with packed weights. It only predicts, and this version has no tanh
// of floats. It reads up to XNN_EXTRA_BYTES past the end of what it is given.

#include <xnnpack.h>

#include <limits>
#include <memory>

#include "contestant.hpp"

namespace peers {

namespace {

constexpr std::size_t extra = XNN_EXTRA_BYTES / sizeof(float);
static_assert(extra <= read_past, "inputs of workloads end in too few zeros");

struct Net {
  struct Step {
    xnn_operator_t product = nullptr, activation = nullptr;
    std::vector<float> y;
  };
  const Workload& w;
  std::vector<Step> steps;

  explicit Net(const Workload& workload) : w(workload) {
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
      const auto [in, out, activation] = w.layers[i];
      const float infinity = std::numeric_limits<float>::infinity();
      const float least = activation == Activation::relu ? 0 : -infinity;
      Step s;
      xnn_create_fully_connected_nc_f32(in, out, in, out, w.weights(i), w.bias(i), least, infinity,
                                        XNN_FLAG_TRANSPOSE_WEIGHTS, &s.product);
      if (activation == Activation::sigmoid) {
        xnn_create_sigmoid_nc_f32(out, out, out, 0, &s.activation);
      } else if (activation == Activation::softmax) {
        xnn_create_softmax_nc_f32(out, out, out, 0, &s.activation);
      }
      s.y.resize(w.batch * out + extra);
      steps.push_back(std::move(s));
    }
  }
  Net(const Net&) = delete;
  Net& operator=(const Net&) = delete;
  ~Net() {
    for (Step& s : steps) {
      xnn_delete_operator(s.product);
      if (s.activation != nullptr) xnn_delete_operator(s.activation);
    }
  }

  void forward(const float* x, float* y) {
    for (Step& s : steps) {
      float* const z = s.y.data();
      xnn_setup_fully_connected_nc_f32(s.product, w.batch, x, z, nullptr);
      xnn_run_operator(s.product, nullptr);
      const std::size_t i = static_cast<std::size_t>(&s - steps.data());
      if (w.layers[i].activation == Activation::sigmoid) {
        xnn_setup_sigmoid_nc_f32(s.activation, w.batch, z, z, nullptr);
        xnn_run_operator(s.activation, nullptr);
      } else if (w.layers[i].activation == Activation::softmax) {
        xnn_setup_softmax_nc_f32(s.activation, w.batch, z, z, nullptr);
        xnn_run_operator(s.activation, nullptr);
      }
      x = z;
    }
    std::copy_n(x, w.batch * w.out(), y);
  }
};

std::vector<Contestant> contestants(const Workload& w) {
  if (w.task == Task::train || xnn_initialize(nullptr) != xnn_status_success) return {};
  for (const Layer& layer : w.layers) {
    if (layer.activation == Activation::tanh) return {};
  }
  const auto net = std::make_shared<Net>(w);
  return {predictor(w, "XNNPACK", KILN_PEER_VERSION,
                    [net](const float* x, float* y) { net->forward(x, y); })};
}

const bool entered = enter(contestants);

}  // namespace

}  // namespace peers
