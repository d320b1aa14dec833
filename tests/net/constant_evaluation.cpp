// SPDX-License-Identifier: MIT
// Nets in constant expressions, within the compilers' default limits: inference, a gradient, and
// training until XOR is learned.
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/activations/step.hpp>
#include <kiln/activations/tanh.hpp>
#include <kiln/initializers/normal.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/random/engine.hpp>
#include <kiln/tensor/tensor.hpp>
#include <kiln/train/metrics.hpp>
#include <kiln/train/trainer.hpp>

#include <array>
#include <boost/test/unit_test.hpp>

#include "support/bits.hpp"

namespace {

using namespace kiln;

// The perceptron's gates.
constexpr auto gate(float w0, float w1, float bias) {
  Net<2, Dense<1, Step>> net;
  net.layer<0>().weight(0, 0) = w0;
  net.layer<0>().weight(1, 0) = w1;
  net.layer<0>().bias(0) = bias;
  return net;
}

template <class N>
constexpr bool has_truth_table(const N& net, std::array<float, 4> table) {
  for (std::size_t i = 0; i < 4; ++i) {
    const std::array<float, 2> x{i / 2 == 1 ? 1.0F : 0.0F, i % 2 == 1 ? 1.0F : 0.0F};
    if (net.predict(x)(0) != table[i]) return false;
  }
  return true;
}

static_assert(has_truth_table(gate(0.5F, 0.5F, -0.7F), {0, 0, 0, 1}));
static_assert(has_truth_table(gate(-0.5F, -0.5F, 0.7F), {1, 1, 1, 0}));
static_assert(has_truth_table(gate(0.5F, 0.5F, -0.2F), {0, 1, 1, 1}));
static_assert(!has_truth_table(gate(-0.5F, -0.5F, -0.7F), {1, 1, 1, 0}));

constexpr auto xor_of_gates = [] {
  Net<2, Dense<2, Step>, Dense<1, Step>> net;
  net.layer<0>().weight.copy(Tensor<2, 2>{{-0.5F, 0.5F}, {-0.5F, 0.5F}});
  net.layer<0>().bias.copy(Tensor<2>(0.7F, -0.2F));
  net.layer<1>().weight.fill(0.5F);
  net.layer<1>().bias.fill(-0.7F);
  return net;
}();
static_assert(has_truth_table(xor_of_gates, {0, 1, 1, 0}));

constexpr Tensor<4, 2> inputs{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
constexpr std::array<int, 4> labels{0, 1, 1, 0};

using Xor = Net<2, Dense<2, Tanh>, Dense<2, Softmax>>;

constexpr Xor trained(std::uint64_t seed, int steps) {
  Xor net;
  Engine engine(seed);
  net.initialize(Normal{}, engine);
  Trainer<Xor, CrossEntropy, SGD, 4> trainer(net, {.learning_rate = 2});
  for (int step = 0; step < steps; ++step) trainer.step(inputs, labels);
  return net;
}

constexpr std::size_t learned(const Xor& net) {
  Workspace<Xor, 4> workspace;
  return correct_count(net, inputs, labels, workspace);
}

constexpr float loss(const Xor& net) {
  Workspace<Xor, 4> workspace;
  return net.loss(CrossEntropy{}, inputs, labels, workspace);
}

constexpr std::uint64_t seed = 28;
constexpr int steps = 60;
constexpr Xor before = trained(seed, 0);
constexpr Xor after = trained(seed, steps);
static_assert(learned(before) < 4);
static_assert(learned(after) == 4);
static_assert(loss(before) > 0.5F && loss(after) < 0.02F);

BOOST_AUTO_TEST_CASE(training_in_a_constant_expression_gives_the_bits_of_run_time) {
  const volatile std::uint64_t hidden = seed;
  const Xor net = trained(hidden, steps);
  BOOST_TEST(learned(net) == 4U);
#if defined(__FMA__) || defined(__aarch64__)
  BOOST_TEST(support::same_bits_in(net.storage(), after.storage()));
#endif
  BOOST_TEST(!support::same_bits_in(before.storage(), after.storage()));
}

// Gradients, dL/dx and Jacobians of a net with a squared error, in a constant expression.
struct Results {
  float loss = 0;
  std::array<float, 9> parameters{};
  std::array<float, 2> input{};
  std::array<float, 2> jacobian{};
};
using Regression = Net<2, Dense<2, Sigmoid>, Dense<1>>;

constexpr Results results(float x0) {
  Regression net;
  net.layer<0>().weight.copy(Tensor<2, 2>{{0.5F, -0.25F}, {1, 2}});
  net.layer<0>().bias.copy(Tensor<2>(0.1F, -0.2F));
  net.layer<1>().weight.copy(Tensor<2, 1>{{1.5F}, {-1}});
  Workspace<Regression, 1> workspace;
  Regression::Gradient gradient;
  Results r;
  const std::array<float, 2> x{x0, 0.75F};
  const std::array<float, 1> t{0.25F};
  r.loss = net.gradient(SquaredError{}, x, t, workspace, gradient);
  std::size_t at = 0;
  for (std::size_t k = 0; k < Regression::trained_count; ++k) {
    if (Regression::Places::is_trained(k)) r.parameters[at++] = gradient.storage()[k];
  }
  net.input_gradient(SquaredError{}, x, t, workspace, {r.input.data(), 1});
  net.jacobian(x, workspace, View<float, Shape{1, 2}>(r.jacobian.data()));
  return r;
}

constexpr Results constant = results(0.5F);
// dL/dx = (y − t)·∂y/∂x, and L = ½(y − t)².
static_assert(constant.loss > 0 && constant.parameters[8] != 0);
constexpr float difference = constant.input[0] / constant.jacobian[0] - constant.parameters[8];
static_assert(difference < 1e-6F && difference > -1e-6F);

BOOST_AUTO_TEST_CASE(gradients_in_a_constant_expression_are_those_of_run_time) {
#if defined(__FMA__) || defined(__aarch64__)
  const volatile float hidden = 0.5F;
  const Results r = results(hidden);
  BOOST_TEST(support::same_bits(r.loss, constant.loss));
  BOOST_TEST(support::same_bits_in(r.parameters, constant.parameters));
  BOOST_TEST(support::same_bits_in(r.input, constant.input));
  BOOST_TEST(support::same_bits_in(r.jacobian, constant.jacobian));
#endif
  BOOST_TEST(constant.loss > 0);
}

}  // namespace
