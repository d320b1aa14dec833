// SPDX-License-Identifier: MIT
// Every "Satisfied by" of the contracts, one thing that is none for each, and what a user may
// bring: scalars and activations.
#include <kiln/kiln.hpp>
#include <kiln/train/thread_pool.hpp>

#include <boost/test/unit_test.hpp>
#include <random>
#include <string>

#include "support/check_gradient.hpp"
#include "support/dual.hpp"

namespace {

using namespace kiln;
using support::Dual;
using support::Swish;

static_assert(Scalar<float> && Scalar<double> && Scalar<Dual>);
static_assert(!Scalar<std::string> && !Scalar<float*>);

static_assert(ElementwiseActivation<Identity> && ElementwiseActivation<Step> &&
              ElementwiseActivation<Sigmoid> && ElementwiseActivation<Tanh> &&
              ElementwiseActivation<ReLU> && ElementwiseActivation<Swish>);
static_assert(!ElementwiseActivation<Softmax> && !ElementwiseActivation<SGD>);
static_assert(RowwiseActivation<Softmax>);
static_assert(!RowwiseActivation<Sigmoid>);
static_assert(Activation<Identity> && Activation<Step> && Activation<Sigmoid> && Activation<Tanh> &&
              Activation<ReLU> && Activation<Softmax>);
static_assert(!Activation<Dense<3>> && !Activation<int>);

static_assert(Initializer<Normal, Engine> && Initializer<Glorot, Engine> &&
              Initializer<He, Engine> && Initializer<He, std::mt19937>);
static_assert(!Initializer<Sigmoid, Engine>);

static_assert(LabelledBatches<Minibatches<float, 3, 2>>);
static_assert(!LabelledBatches<Rows<const float, 3>>);

static_assert(Optimizer<SGD> && Optimizer<Momentum> && Optimizer<Adam>);
static_assert(!Optimizer<CrossEntropy>);

using L = DenseLayer<float, Shape{3}, 2, Sigmoid>;
static_assert(Layer<L> && Layer<FrozenLayer<L>> &&
              Layer<Chain<float, Shape{3}, Dense<2, Sigmoid>, Dense<4>>>);
static_assert(!Layer<Dense<2, Sigmoid>> && !Layer<Sigmoid>);

static_assert(Team<Alone> && Team<ThreadPool::Member>);
static_assert(!Team<ThreadPool> && !Team<L>);

static_assert(LayerDescription<Dense<2>, float, Shape{3}> &&
              LayerDescription<Frozen<Dense<2>>, double, Shape{3}>);
static_assert(!LayerDescription<Sigmoid, float, Shape{3}> &&
              !LayerDescription<Frozen<Sigmoid>, float, Shape{3}> &&
              !LayerDescription<L, float, Shape{3}>);

// A user's activation is checked with the library's in tests/layers/dense.cpp; here it stands in a
// net beside them.
BOOST_AUTO_TEST_CASE(an_activation_of_a_users_own_passes_the_gradient_check) {
  support::check_net<CrossEntropy, 4, 3, Dense<5, Swish>, Dense<3, Softmax>>("3 - 5 swish - 3",
                                                                             121);
}

// A user's scalar takes the plain loops. Dual numbers make every prediction a derivative too, and
// every gradient a second derivative.
using Real = BasicNet<double, 3, Dense<5, Sigmoid>, Dense<4, Tanh>, Dense<3, Softmax>>;
using DualNet = BasicNet<Dual, 3, Dense<5, Sigmoid>, Dense<4, Tanh>, Dense<3, Softmax>>;

struct Nets {
  Real real;
  DualNet dual;
  std::array<double, 3> x{0.3, -0.7, 0.9};

  Nets() {
    support::Samples samples(122);
    support::fill(real, samples);
    const auto from = real.parameters();
    const auto to = dual.parameters();
    for (std::size_t i = 0; i < from.size(); ++i) {
      std::copy_n(from[i].data, from[i].shape.size(), to[i].data);
    }
  }
};

BOOST_FIXTURE_TEST_CASE(a_net_of_dual_numbers_gives_the_jacobian, Nets) {
  Workspace<Real, 1> workspace;
  std::array<double, 9> jacobian;
  real.jacobian(x, workspace, View<double, Shape{3, 3}>(jacobian));
  const auto expected = real.predict(x);
  for (std::size_t j = 0; j < 3; ++j) {
    std::array<Dual, 3> moved{x[0], x[1], x[2]};
    moved[j].slope = 1;
    const auto y = dual.predict(moved);
    for (std::size_t i = 0; i < 3; ++i) {
      BOOST_TEST(support::close(y(i).value, expected(i), 0, support::forward_atol_double));
      BOOST_TEST(support::close(y(i).slope, jacobian[i * 3 + j], support::backward_rtol_double,
                                support::backward_atol_double));
    }
  }
}

BOOST_FIXTURE_TEST_CASE(a_net_of_dual_numbers_gives_second_derivatives, Nets) {
  Workspace<DualNet, 1> dual_workspace;
  Workspace<Real, 1> workspace;
  DualNet::Gradient dual_gradient;
  Real::Gradient above, below;
  // The derivative of the whole gradient with respect to one weight.
  dual.layer<0>().weight(1, 2).slope = 1;
  const std::array<Dual, 3> input{x[0], x[1], x[2]};
  dual.gradient(CrossEntropy{}, input, 1, dual_workspace, dual_gradient);
  double& weight = real.layer<0>().weight(1, 2);
  const double h = support::difference_step, before = weight;
  weight = before + h;
  real.gradient(CrossEntropy{}, x, 1, workspace, above);
  weight = before - h;
  real.gradient(CrossEntropy{}, x, 1, workspace, below);
  std::size_t wrong = 0;
  const auto check = [&](const auto& second, const auto& high, const auto& low) {
    for (std::size_t i = 0; i < second.size(); ++i) {
      const double slope = (high.data()[i] - low.data()[i]) / (2 * h);
      wrong += support::close(second.data()[i].slope, slope, support::difference_rtol,
                              support::difference_atol)
                   ? 0
                   : 1;
    }
  };
  check(dual_gradient.layer<0>().weight, above.layer<0>().weight, below.layer<0>().weight);
  check(dual_gradient.layer<1>().weight, above.layer<1>().weight, below.layer<1>().weight);
  check(dual_gradient.layer<2>().weight, above.layer<2>().weight, below.layer<2>().weight);
  check(dual_gradient.layer<2>().bias, above.layer<2>().bias, below.layer<2>().bias);
  BOOST_TEST(wrong == 0U);
}

}  // namespace
