// SPDX-License-Identifier: MIT
// oneDNN: inner products in the layouts that it chooses, activations as their post-operations, all
// made once, their lists of arguments too. Softmax, slopes and updates by hand.

#include <initializer_list>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <utility>
#include <vector>

#include "contestant.hpp"
#include "loops.hpp"

namespace peers {

namespace {

using dnnl::memory;
using Tag = memory::format_tag;

const dnnl::engine& engine() {
  static const dnnl::engine e(dnnl::engine::kind::cpu, 0);
  return e;
}

memory::desc describe(std::size_t rows, std::size_t columns, Tag tag) {
  return {{static_cast<memory::dim>(rows), static_cast<memory::dim>(columns)},
          memory::data_type::f32,
          tag};
}

dnnl::primitive_attr with(Activation activation) {
  dnnl::post_ops operations;
  switch (activation) {
    case Activation::sigmoid:
      operations.append_eltwise(1, dnnl::algorithm::eltwise_logistic, 0, 0);
      break;
    case Activation::tanh:
      operations.append_eltwise(1, dnnl::algorithm::eltwise_tanh, 0, 0);
      break;
    case Activation::relu:
      operations.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
      break;
    default:
      break;
  }
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(operations);
  return attributes;
}

// A primitive and what it takes. The C++ interface asks for a map and copies it into such a list in
// each call.
class Call {
 public:
  Call() = default;
  Call(const dnnl::primitive& primitive, std::initializer_list<std::pair<int, memory>> arguments)
      : primitive_(primitive) {
    for (const auto& [index, of] : arguments) arguments_.push_back({index, of.get()});
  }
  explicit operator bool() const { return !arguments_.empty(); }
  void run(const dnnl::stream& stream) const {
    const auto status = dnnl_primitive_execute(
        primitive_.get(), stream.get(), static_cast<int>(arguments_.size()), arguments_.data());
    dnnl::error::wrap_c_api(status, "a primitive fails");
  }

 private:
  dnnl::primitive primitive_;
  std::vector<dnnl_exec_arg_t> arguments_;
};

// One layer on n rows; rows of x and y are ours, weights in oneDNN's layout.
struct DnnlLayer {
  memory x, y, d, dx, w, b, dw, db;
  Call forward, to_weights, to_input;

  DnnlLayer(const Layer& layer, std::size_t n, bool train, bool first, const float* weights,
            const float* bias, dnnl::stream& stream) {
    const auto x_desc = describe(n, layer.in, Tag::nc), y_desc = describe(n, layer.out, Tag::nc);
    const auto any = describe(layer.out, layer.in, Tag::any);
    const memory::desc b_desc({static_cast<memory::dim>(layer.out)}, memory::data_type::f32,
                              Tag::x);
    const auto kind =
        train ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
    const dnnl::inner_product_forward::primitive_desc pd({kind, x_desc, any, b_desc, y_desc},
                                                         with(layer.activation), engine());
    const auto w_desc = pd.weights_desc();
    x = memory(x_desc, engine(), nullptr), y = memory(y_desc, engine());
    w = memory(w_desc, engine()), b = memory(b_desc, engine());
    memory given(describe(layer.out, layer.in, Tag::io), engine(), const_cast<float*>(weights));
    dnnl::reorder(given, w).execute(stream, given, w);
    std::copy_n(bias, layer.out, static_cast<float*>(b.get_data_handle()));
    forward = {dnnl::inner_product_forward(pd),
               {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_BIAS, b}, {DNNL_ARG_DST, y}}};
    if (!train) return;
    d = memory(y_desc, engine(), nullptr), dx = memory(x_desc, engine());
    dw = memory(w_desc, engine()), db = memory(b_desc, engine());
    to_weights = {
        dnnl::inner_product_backward_weights({{x_desc, w_desc, b_desc, y_desc}, engine(), pd}),
        {{DNNL_ARG_SRC, x},
         {DNNL_ARG_DIFF_DST, d},
         {DNNL_ARG_DIFF_WEIGHTS, dw},
         {DNNL_ARG_DIFF_BIAS, db}}};
    if (first) return;
    to_input = {dnnl::inner_product_backward_data({{x_desc, w_desc, y_desc}, engine(), pd}),
                {{DNNL_ARG_DIFF_DST, d}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_DIFF_SRC, dx}}};
  }
};

struct Net {
  const Workload& w;
  dnnl::stream stream{engine()};
  std::vector<DnnlLayer> layers;

  explicit Net(const Workload& workload) : w(workload) {
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
      layers.emplace_back(w.layers[i], w.batch, w.task == Task::train, i == 0, w.weights(i),
                          w.bias(i), stream);
      if (i > 0) layers[i].x.set_data_handle(data(layers[i - 1].y));
    }
    if (w.task != Task::train) return;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const bool last = i + 1 == layers.size();
      layers[i].d.set_data_handle(data(last ? layers[i].y : layers[i + 1].dx));
    }
  }

  static float* data(const memory& m) { return static_cast<float*>(m.get_data_handle()); }

  float* forward(const float* x) {
    layers.front().x.set_data_handle(const_cast<float*>(x));
    for (std::size_t i = 0; i < layers.size(); ++i) {
      layers[i].forward.run(stream);
      if (w.layers[i].activation == Activation::softmax) {
        softmax(w.batch, w.layers[i].out, data(layers[i].y));
      }
    }
    return data(layers.back().y);
  }

  void step(const float* x, const std::uint8_t* labels) {
    const float loss = cross_entropy(w.batch, w.out(), labels, forward(x));
    keep(&loss);
    for (std::size_t i = layers.size(); i-- > 0;) {
      DnnlLayer& l = layers[i];
      l.to_weights.run(stream);
      if (l.to_input) {
        l.to_input.run(stream);
        times_slope(w.layers[i - 1].activation, w.batch * w.layers[i].in, data(layers[i - 1].y),
                    data(l.dx));
      }
      sgd(l.w.get_desc().get_size() / sizeof(float), w.rate, data(l.dw), data(l.w));
      sgd(w.layers[i].out, w.rate, data(l.db), data(l.b));
    }
  }

  std::vector<float> parameters() {
    std::vector<float> result;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      memory plain(describe(w.layers[i].out, w.layers[i].in, Tag::io), engine());
      dnnl::reorder(layers[i].w, plain).execute(stream, layers[i].w, plain);
      result.insert(result.end(), data(plain), data(plain) + w.size(i));
      result.insert(result.end(), data(layers[i].b), data(layers[i].b) + w.layers[i].out);
    }
    return result;
  }
};

std::vector<Contestant> contestants(const Workload& w) {
  if (w.adam) return {};
  const auto net = std::make_shared<Net>(w);
  if (w.task != Task::train) {
    return {predictor(w, "oneDNN", KILN_PEER_VERSION, [&w, net](const float* x, float* y) {
      std::copy_n(net->forward(x), w.batch * w.out(), y);
    })};
  }
  const auto step = [&w, net](std::size_t i) { net->step(w.x_of(i), w.labels_of(i)); };
  return {trainer(w, "oneDNN", KILN_PEER_VERSION, step, [net] { return net->parameters(); })};
}

const bool entered = enter(contestants);

}  // namespace

}  // namespace peers
