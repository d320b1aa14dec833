// SPDX-License-Identifier: MIT
// Eigen by hand: one sample with matrices of fixed size, batches and training with maps. Eigen's
// matrices stand column by column, so that a batch, row by row, is in × n, and W, in × out, is
// out × in.

#define EIGEN_STACK_ALLOCATION_LIMIT 0
#include <Eigen/Core>
#include <cmath>
#include <memory>
#include <vector>

#include "contestant.hpp"
#include "loops.hpp"

namespace peers {

namespace {

using Matrix = Eigen::MatrixXf;
using ConstMap = Eigen::Map<const Matrix>;

template <class Y>
void apply(Activation activation, Y& y) {
  switch (activation) {
    case Activation::sigmoid:
      y = y.array().logistic();
      return;
    case Activation::tanh:
      y = y.array().tanh();
      return;
    case Activation::relu:
      y = y.array().max(0.0f);
      return;
    case Activation::identity:
      return;
    case Activation::softmax:
      y.rowwise() -= y.colwise().maxCoeff().eval();
      y = y.array().exp();
      y.array().rowwise() *= y.colwise().sum().array().inverse().eval();
  }
}

template <int In, int Out, Activation A>
struct Fixed {
  Eigen::Matrix<float, Out, In> w;
  Eigen::Matrix<float, Out, 1> b;

  template <class X, class Y>
  void forward(const X& x, Y& y) const {
    if constexpr (In <= 16 && Out <= 16) {  // unrolled, without a call
      y = w.lazyProduct(x) + b;
    } else {
      y.noalias() = w * x;
      y += b;
    }
    apply(A, y);
  }
};

template <class First, class... Rest>
struct FixedNet {
  First first;
  FixedNet<Rest...> rest;

  void load(const Workload& workload, std::size_t layer = 0) {
    std::copy_n(workload.weights(layer), first.w.size(), first.w.data());
    std::copy_n(workload.bias(layer), first.b.size(), first.b.data());
    rest.load(workload, layer + 1);
  }
  template <class X>
  void forward(const X& x, float* y) const {
    std::remove_const_t<decltype(first.b)> hidden;
    first.forward(x, hidden);
    rest.forward(hidden, y);
  }
};
template <class Last>
struct FixedNet<Last> {
  Last first;

  void load(const Workload& workload, std::size_t layer = 0) {
    std::copy_n(workload.weights(layer), first.w.size(), first.w.data());
    std::copy_n(workload.bias(layer), first.b.size(), first.b.data());
  }
  template <class X>
  void forward(const X& x, float* y) const {
    Eigen::Map<std::remove_const_t<decltype(first.b)>> out(y);
    first.forward(x, out);
  }
};

template <class Net>
Contestant one_sample(const Workload& w) {
  const auto net = std::make_shared<Net>();
  net->load(w);
  constexpr int in = decltype(Net::first.w)::ColsAtCompileTime;
  return predictor(w, "Eigen", KILN_PEER_VERSION, [net](const float* x, float* y) {
    net->forward(Eigen::Map<const Eigen::Matrix<float, in, 1>>(x), y);
  });
}

// Batches of n columns, at most 500 at a time.
struct Net {
  const Workload& w;
  std::vector<Matrix> weights, y, d, dw, dw_mean, dw_square;
  std::vector<Eigen::VectorXf> bias, db, db_mean, db_square;
  std::size_t steps = 0;

  explicit Net(const Workload& workload) : w(workload) {
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
      const auto in = static_cast<int>(w.layers[i].in), out = static_cast<int>(w.layers[i].out);
      weights.push_back(ConstMap(w.weights(i), out, in));
      bias.push_back(Eigen::Map<const Eigen::VectorXf>(w.bias(i), out));
      if (!w.adam) continue;
      for (auto* m : {&dw, &dw_mean, &dw_square}) m->push_back(Matrix::Zero(out, in));
      for (auto* v : {&db, &db_mean, &db_square}) v->push_back(Eigen::VectorXf::Zero(out));
    }
    y.resize(w.layers.size());
    d.resize(w.layers.size());
  }

  template <class X>
  void forward(const X& x) {
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
      if (i == 0) y[i].noalias() = weights[i] * x;
      else y[i].noalias() = weights[i] * y[i - 1];
      y[i].colwise() += bias[i];
      apply(w.layers[i].activation, y[i]);
    }
  }

  void times_slope(std::size_t i) {
    switch (w.layers[i].activation) {
      case Activation::sigmoid:
        d[i].array() *= y[i].array() * (1 - y[i].array());
        break;
      case Activation::tanh:
        d[i].array() *= 1 - y[i].array().square();
        break;
      case Activation::relu:
        d[i] = (y[i].array() > 0).select(d[i], 0.0f);
        break;
      default:
        break;
    }
  }

  template <class Learn>
  void backward(const Learn& learn) {
    for (std::size_t i = w.layers.size(); i-- > 0;) {
      if (i > 0) {
        d[i - 1].noalias() = weights[i].transpose() * d[i];
        times_slope(i - 1);
      }
      learn(i);
    }
  }

  void step(const float* x, const std::uint8_t* labels) {
    const ConstMap in(x, static_cast<int>(w.in()), static_cast<int>(w.batch));
    forward(in);
    d.back() = y.back();
    const float loss = cross_entropy(w.batch, w.out(), labels, d.back().data());
    keep(&loss);
    backward([&](std::size_t i) {
      if (i == 0) weights[i].noalias() -= (w.rate * d[i]) * in.transpose();
      else weights[i].noalias() -= (w.rate * d[i]) * y[i - 1].transpose();
      bias[i] -= w.rate * d[i].rowwise().sum();
    });
  }

  void step_adam(const float* x, const float* t) {
    constexpr std::size_t block = 500;
    float loss = 0;
    for (std::size_t first = 0; first < w.batch; first += block) {
      const std::size_t n = std::min(block, w.batch - first);
      const ConstMap in(x + first * w.in(), static_cast<int>(w.in()), static_cast<int>(n));
      forward(in);
      d.back() = y.back();
      loss += squared_error(n * w.out(), w.batch, t + first * w.out(), d.back().data());
      backward([&](std::size_t i) {
        if (first == 0) dw[i].setZero(), db[i].setZero();
        if (i == 0) dw[i].noalias() += d[i] * in.transpose();
        else dw[i].noalias() += d[i] * y[i - 1].transpose();
        db[i] += d[i].rowwise().sum();
      });
    }
    keep(&loss);
    ++steps;
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
      adam(w.size(i), steps, w.rate, dw[i].data(), dw_mean[i].data(), dw_square[i].data(),
           weights[i].data());
      adam(w.layers[i].out, steps, w.rate, db[i].data(), db_mean[i].data(), db_square[i].data(),
           bias[i].data());
    }
  }

  std::vector<float> parameters() const {
    std::vector<float> result;
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
      result.insert(result.end(), weights[i].data(), weights[i].data() + weights[i].size());
      result.insert(result.end(), bias[i].data(), bias[i].data() + bias[i].size());
    }
    return result;
  }
};

Contestant batch(const Workload& w) {
  const auto net = std::make_shared<Net>(w);
  if (w.task == Task::predict) {
    return predictor(w, "Eigen", KILN_PEER_VERSION, [&w, net](const float* x, float* y) {
      net->forward(ConstMap(x, static_cast<int>(w.in()), static_cast<int>(w.batch)));
      std::copy_n(net->y.back().data(), w.batch * w.out(), y);
    });
  }
  const auto step = [&w, net](std::size_t i) {
    if (w.adam) net->step_adam(w.x_of(i), w.t_of(i));
    else net->step(w.x_of(i), w.labels_of(i));
  };
  return trainer(w, "Eigen", KILN_PEER_VERSION, step, [net] { return net->parameters(); });
}

std::vector<Contestant> contestants(const Workload& w) {
  using enum Activation;
  if (w.batch > 1) return {batch(w)};
  if (w.name == "W1") {
    return {one_sample<
        FixedNet<Fixed<784, 50, sigmoid>, Fixed<50, 100, sigmoid>, Fixed<100, 10, softmax>>>(w)};
  }
  if (w.name == "W2") {
    return {one_sample<FixedNet<Fixed<784, 50, sigmoid>, Fixed<50, 10, softmax>>>(w)};
  }
  if (w.name.starts_with("W3a")) {
    return {
        one_sample<FixedNet<Fixed<2, 3, sigmoid>, Fixed<3, 2, sigmoid>, Fixed<2, 2, identity>>>(w)};
  }
  if (w.name.starts_with("W3b")) {
    return {
        one_sample<FixedNet<Fixed<8, 16, tanh>, Fixed<16, 16, tanh>, Fixed<16, 4, identity>>>(w)};
  }
  return {
      one_sample<FixedNet<Fixed<784, 512, relu>, Fixed<512, 512, relu>, Fixed<512, 10, softmax>>>(
          w)};
}

const bool entered = enter(contestants);

}  // namespace

}  // namespace peers
