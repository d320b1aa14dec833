// SPDX-License-Identifier: MIT
#include <kiln/train/trainer.hpp>

#include <kiln/optimizers/adam.hpp>
#include <kiln/optimizers/momentum.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/optimizers/update.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <memory>

#include "support/bits.hpp"
#include "support/check_gradient.hpp"

namespace {

using namespace kiln;

/// An optimiser with two numbers of state for each parameter, one of them the step's number, as a
/// user would write it.
struct Weighted {
  double learning_rate = 0.1, decay = 0.9;
  static constexpr std::size_t slots = 2;

  template <class T>
  struct Rule {
    T rate, decay, step;
    template <class V>
    void operator()(V& p, const V& g, V& velocity, V& weighted) const {
      velocity = simd::fma(V(decay), velocity, g);
      weighted = simd::fma(V(step), g, weighted);
      p = simd::fma(V(-rate), velocity, p);
    }
  };
  template <class T>
  Rule<T> rule(std::uint64_t step) const {
    return {static_cast<T>(learning_rate), static_cast<T>(decay), static_cast<T>(step)};
  }
};

// 40 steps with the update fused into the kernels, and with a stored gradient and `update`, on
// batches of changing size.
template <class N, class Loss, class O>
void check_fused(const O& optimizer, std::uint64_t seed) {
  using T = typename N::Scalar;
  constexpr std::size_t most = 12, in = N::input.size(), out = N::output.size();
  auto net = std::make_unique<N>();
  support::Samples samples(seed);
  support::fill(*net, samples);
  auto copy = std::make_unique<N>(*net);
  auto plain = std::make_unique<N>(*net);
  auto trainer = std::make_unique<Trainer<N, Loss, O, most>>(*net, optimizer);
  auto plain_trainer = std::make_unique<Trainer<N, Loss, O, most>>(*plain, optimizer);
  auto workspace = std::make_unique<Workspace<N, most>>();
  auto gradient = std::make_unique<typename N::Gradient>();
  std::vector<T> state(O::slots * N::trained_count);
  const auto batch = support::Batch<T>::draw(*net, support::named<Loss>, most, samples);
  std::size_t unequal_losses = 0, unequal_nets = 0;
  for (std::uint64_t step = 1; step <= 40; ++step) {
    const std::size_t n = 1 + step * 5 % most;
    const std::span<const T> x(batch.x.data(), n * in), t(batch.t.data(), n * out);
    const T fused = trainer->step(x, t);
    const T loss = copy->gradient(Loss{}, x, t, *workspace, *gradient);
    update(optimizer, step, copy->storage().template first<N::trained_count>(), gradient->storage(),
           state);
    const T slow = plain_trainer->template step<simd::plain>(x, t);
    unequal_losses += support::same_bits(fused, loss) && support::same_bits(slow, loss) ? 0 : 1;
    unequal_nets += support::same_bits_in(net->storage(), copy->storage()) &&
                            support::same_bits_in(plain->storage(), copy->storage())
                        ? 0
                        : 1;
  }
  BOOST_TEST(unequal_losses == 0U);
  BOOST_TEST(unequal_nets == 0U);
  BOOST_TEST(trainer->steps() == 40U);
  BOOST_TEST(support::same_bits_in(trainer->state(), state));
  std::size_t dirty_gaps = 0;
  for (std::size_t k = 0; k < N::storage_count; ++k) {
    dirty_gaps += N::Places::is_trained(k) || support::same_bits(net->storage()[k], T(0)) ? 0 : 1;
  }
  BOOST_TEST(dirty_gaps == 0U);
}

using Classifier = Net<17, Dense<9, ReLU>, Dense<5, Softmax>>;
using Regression = BasicNet<double, 9, Dense<5, Tanh>, Dense<3>>;

// With few sizes each rule is fused into one net's kernels.
BOOST_AUTO_TEST_CASE(a_fused_step_is_gradient_and_update_bit_for_bit) {
  check_fused<Classifier, CrossEntropy>(SGD{.learning_rate = 0.3}, 61);
  if constexpr (!KILN_FEW_WIDTHS) {
    check_fused<Regression, SquaredError>(SGD{.learning_rate = 0.05}, 62);
  }
}

BOOST_AUTO_TEST_CASE(a_fused_step_carries_the_optimisers_state) {
  if constexpr (!KILN_FEW_WIDTHS) check_fused<Classifier, CrossEntropy>(Weighted{}, 63);
  check_fused<Regression, MeanSquaredError>(Weighted{.learning_rate = 0.01}, 64);
}

BOOST_AUTO_TEST_CASE(a_fused_step_of_momentum_and_adam_is_their_update) {
  const Momentum momentum{.learning_rate = 0.05, .momentum = 0.8, .dampening = 0.1};
  const Momentum ahead{.learning_rate = 0.02, .weight_decay = 0.01, .nesterov = true};
  check_fused<Classifier, CrossEntropy>(Adam{.learning_rate = 0.01}, 69);
  check_fused<Regression, MeanSquaredError>(ahead, 68);
  if constexpr (!KILN_FEW_WIDTHS) {
    check_fused<Classifier, CrossEntropy>(momentum, 67);
    check_fused<Regression, SquaredError>(Adam{.beta1 = 0.7, .weight_decay = 0.1}, 70);
  }
}

// A trainer whose batches are large stores the gradient, so that it grows block by block; a pass
// into `Apply` takes all rows at once.
template <class N, class Loss, std::size_t Most, class O>
void check_blocks(const O& optimizer, std::uint64_t seed) {
  using T = typename N::Scalar;
  static_assert(N::takes_blocks(Most));
  auto net = std::make_unique<N>();
  support::Samples samples(seed);
  support::fill(*net, samples);
  auto copy = std::make_unique<N>(*net);
  auto plain = std::make_unique<N>(*net);
  auto trainer = std::make_unique<Trainer<N, Loss, O, Most>>(*net, optimizer);
  auto plain_trainer = std::make_unique<Trainer<N, Loss, O, Most>>(*plain, optimizer);
  auto workspace = std::make_unique<Workspace<N, Most>>();
  std::vector<T> state(O::slots * N::trained_count);
  const auto batch = support::Batch<T>::draw(*net, support::named<Loss>, Most, samples);
  const std::array<std::size_t, 4> rows{Most, Most - 3, 17, Most};
  for (std::uint64_t step = 1; step <= rows.size(); ++step) {
    const std::size_t n = rows[step - 1];
    const std::span<const T> x(batch.x.data(), n * N::input.size());
    const std::span<const T> t(batch.t.data(), n * N::output.size());
    const T in_blocks = trainer->step(x, t);
    const auto rule = optimizer.template rule<T>(step);
    const Apply<T, typename N::Places, decltype(rule), O::slots> sink{copy->block(), state.data(),
                                                                      rule};
    const T at_once = copy->template backward<simd::default_arch, false>(
        Loss{}, x, t, *workspace, sink, nullptr, Training{step});
    BOOST_TEST(support::same_bits(in_blocks, at_once));
    BOOST_TEST(support::same_bits_in(net->storage(), copy->storage()));
    if (step > 2) continue;  // plain loops take their time
    BOOST_TEST(support::same_bits(in_blocks, plain_trainer->template step<simd::plain>(x, t)));
    BOOST_TEST(support::same_bits_in(net->storage(), plain->storage()));
  }
  BOOST_TEST(support::same_bits_in(trainer->state(), state));
}

BOOST_AUTO_TEST_CASE(a_step_in_blocks_is_a_fused_step_bit_for_bit) {
  check_blocks<Net<61, Dense<150, Tanh>, Dense<10, Softmax>>, CrossEntropy, 395>(Momentum{}, 73);
  if constexpr (!KILN_FEW_WIDTHS) {
    check_blocks<BasicNet<double, 9, Dense<80, Tanh>, Dense<31>>, SquaredError, 300>(Adam{}, 74);
    check_blocks<Net<61, Frozen<Dense<150, Tanh>>, Dense<10, Softmax>>, CrossEntropy, 395>(SGD{0.5},
                                                                                           75);
  }
}

// The gradient has a place only where it is stored.
template <class N, std::size_t Batch>
inline constexpr std::size_t beside_workspace = sizeof(Trainer<N, CrossEntropy, SGD, Batch>) -
                                                sizeof(Workspace<N, Batch>);
using Course = Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>;
static_assert(beside_workspace<Course, 100> < 256);
static_assert(beside_workspace<Course, 256> >= sizeof(Course::Gradient));
static_assert(beside_workspace<Course, 256> < sizeof(Course::Gradient) + 256);

// Without the number of steps the last net would differ, since Adam corrects by it.
BOOST_AUTO_TEST_CASE(parameters_state_and_steps_are_a_checkpoint) {
  using Training = Trainer<Regression, MeanSquaredError, Adam, 4>;
  Regression net, copy;
  support::Samples samples(71);
  support::fill(net, samples);
  const auto x = samples.uniforms<double>(4 * 9, -1, 1), t = samples.uniforms<double>(4 * 3, -1, 1);
  Training trainer(net);
  for (int step = 0; step < 3; ++step) trainer.step(x, t);
  copy = net;
  Regression forgetful = net;
  Training resumed(copy), restarted(forgetful);
  for (Training* other : {&resumed, &restarted}) {
    std::copy(trainer.state().begin(), trainer.state().end(), other->state().begin());
  }
  resumed.resume(trainer.steps());
  for (Training* each : {&trainer, &resumed, &restarted}) {
    for (int step = 0; step < 3; ++step) each->step(x, t);
  }
  BOOST_TEST(support::same_bits_in(copy.storage(), net.storage()));
  BOOST_TEST(resumed.steps() == 6U);
  BOOST_TEST(!support::same_bits_in(forgetful.storage(), net.storage()));
}

BOOST_AUTO_TEST_CASE(the_loss_of_a_batch_learned_by_heart_falls_to_nothing) {
  auto net = std::make_unique<Classifier>();
  support::Samples samples(65);
  support::fill(*net, samples);
  const auto x = samples.uniforms<float>(6 * 17, -1, 1);
  const std::array<int, 6> labels{0, 1, 2, 3, 4, 0};
  Trainer<Classifier, CrossEntropy, SGD, 6> trainer(*net, {.learning_rate = 0.5});
  const float first = trainer.step(x, labels);
  for (int step = 0; step < 500; ++step) trainer.step(x, labels);
  const float last = trainer.step(x, labels);
  BOOST_TEST(first > 1.0F);
  BOOST_TEST(last < 0.02F);
  BOOST_TEST(trainer.steps() == 502U);
}

BOOST_AUTO_TEST_CASE(settings_may_change_between_steps) {
  auto net = std::make_unique<Classifier>();
  support::Samples samples(66);
  support::fill(*net, samples);
  const auto x = samples.uniforms<float>(17, -1, 1);
  Trainer<Classifier, CrossEntropy, SGD, 1> trainer(*net, {.learning_rate = 0});
  const Classifier before = *net;
  trainer.step(x, 3);
  BOOST_TEST(support::same_bits_in(net->storage(), before.storage()));
  trainer.optimizer().learning_rate = 0.1;
  trainer.step(x, 3);
  BOOST_TEST(!support::same_bits_in(net->storage(), before.storage()));
}

}  // namespace
