// SPDX-License-Identifier: MIT
// dlib: its layers; batches stand ready in its own tensors.

#include <dlib/dnn.h>

#include <memory>

#include "contestant.hpp"

namespace peers {

namespace {

using Input = dlib::input<dlib::matrix<float>>;
template <class X>
using W1 = dlib::fc<10, dlib::sig<dlib::fc<100, dlib::sig<dlib::fc<50, X>>>>>;
template <class X>
using W2 = dlib::fc<10, dlib::sig<dlib::fc<50, X>>>;
template <class X>
using W3a = dlib::fc<2, dlib::sig<dlib::fc<2, dlib::sig<dlib::fc<3, X>>>>>;
template <class X>
using W3b = dlib::fc<4, dlib::htan<dlib::fc<16, dlib::htan<dlib::fc<16, X>>>>>;
template <class X>
using W6 = dlib::fc<10, dlib::relu<dlib::fc<512, dlib::relu<dlib::fc<512, X>>>>>;

std::vector<dlib::resizable_tensor> tensors(const Workload& w) {
  std::vector<dlib::resizable_tensor> all(w.batches);
  for (std::size_t i = 0; i < w.batches; ++i) {
    all[i].set_size(static_cast<long>(w.batch), 1, static_cast<long>(w.in()), 1);
    std::copy_n(w.x_of(i), w.batch * w.in(), all[i].host());
  }
  return all;
}

// f(parameters of layer i) for every fully connected layer, first to last.
template <class Net, class F>
void for_each_layer(Net& net, const F& f) {
  std::vector<dlib::tensor*> parameters;
  dlib::visit_layer_parameters(net, [&](std::size_t, dlib::tensor& p) {
    if (p.size() > 0) parameters.push_back(&p);
  });
  for (std::size_t i = 0; i < parameters.size(); ++i) f(parameters.size() - 1 - i, *parameters[i]);
}

// A net whose memory is laid out, with the workload's weights.
template <class Net>
std::shared_ptr<Net> load(const Workload& w) {
  const auto net = std::make_shared<Net>();
  const dlib::matrix<float> sample = dlib::zeros_matrix<float>(static_cast<long>(w.in()), 1);
  dlib::resizable_tensor x;
  net->to_tensor(&sample, &sample + 1, x);
  net->forward(x);
  for_each_layer(
      *net, [&](std::size_t i, dlib::tensor& p) { std::copy_n(w.weights(i), p.size(), p.host()); });
  return net;
}

template <class Net>
Contestant predict(const Workload& w) {
  const auto batches = std::make_shared<std::vector<dlib::resizable_tensor>>(tensors(w));
  const auto forward = [&w, batches, net = load<Net>(w)](const float* x, float* y) {
    std::size_t i = 0;
    if (w.task == Task::dependent) std::copy_n(x, w.in(), batches->front().host());
    else i = static_cast<std::size_t>(x - w.x.data()) / (w.batch * w.in());
    std::copy_n(net->forward((*batches)[i]).host(), w.batch * w.out(), y);
  };
  return predictor(w, "dlib", KILN_PEER_VERSION, forward);
}

template <class Net>
Contestant train(const Workload& w) {
  struct Trainer {
    std::shared_ptr<Net> net;
    std::vector<dlib::resizable_tensor> batches;
    std::vector<unsigned long> labels;
    std::vector<dlib::sgd> solvers{Net::num_computational_layers, dlib::sgd(0, 0)};
  };
  const auto t = std::make_shared<Trainer>();
  t->net = load<Net>(w);
  t->batches = tensors(w);
  t->labels.assign(w.labels.begin(), w.labels.end());
  const auto step = [&w, t](std::size_t i) {
    const double loss = t->net->compute_parameter_gradients(
        t->batches[i], t->labels.begin() + static_cast<long>(i * w.batch));
    keep(&loss);
    t->net->update_parameters(t->solvers, static_cast<double>(w.rate));
  };
  return trainer(w, "dlib", KILN_PEER_VERSION, step, [t, layers = w.layers.size()] {
    std::vector<std::vector<float>> parts(layers);
    for_each_layer(*t->net, [&](std::size_t i, dlib::tensor& p) {
      parts[i].assign(p.host(), p.host() + p.size());
    });
    std::vector<float> all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
  });
}

std::vector<Contestant> contestants(const Workload& w) {
  if (w.name == "W1" || w.name == "W4") return {predict<dlib::softmax<W1<Input>>>(w)};
  if (w.name == "W2") return {predict<dlib::softmax<W2<Input>>>(w)};
  if (w.name.substr(0, 3) == "W3a") return {predict<W3a<Input>>(w)};
  if (w.name.substr(0, 3) == "W3b") return {predict<W3b<Input>>(w)};
  if (w.name == "W6_infer") return {predict<dlib::softmax<W6<Input>>>(w)};
  if (w.name.substr(0, 2) == "W5") return {train<dlib::loss_multiclass_log<W2<Input>>>(w)};
  if (w.name == "W6_train") return {train<dlib::loss_multiclass_log<W6<Input>>>(w)};
  return {};
}

const bool entered = enter(contestants);

}  // namespace

}  // namespace peers
