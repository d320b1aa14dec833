// SPDX-License-Identifier: MIT
#include <kiln/optimizers/momentum.hpp>
#include <kiln/optimizers/sgd.hpp>

#include "optimizers/check.hpp"

namespace {

using namespace kiln;

BOOST_AUTO_TEST_CASE(twenty_steps_of_momentum_are_pytorchs) {
  for (const auto& [optimizer, in_float, in_double] : support::momentum_cases) {
    BOOST_TEST(support::distance_from_pytorch(optimizer, in_float) < support::steps_atol_float);
    BOOST_TEST(support::distance_from_pytorch(optimizer, in_double) < support::steps_atol_double);
  }
}

/// The first gradient dampened like the others.
struct DampenedFirst : Momentum {
  template <class T>
  auto rule(std::uint64_t step) const {
    return Momentum::rule<T>(step + 1);
  }
};

// The control: what differs only in the first step, or in looking ahead, is told from PyTorch.
BOOST_AUTO_TEST_CASE(other_forms_of_momentum_are_not_pytorchs) {
  for (const auto& [optimizer, in_float, in_double] : support::momentum_cases) {
    if (optimizer.momentum == 0) continue;
    Momentum turned = optimizer;
    turned.nesterov = !turned.nesterov;
    BOOST_TEST(support::distance_from_pytorch(turned, in_float) > support::steps_atol_float);
    if (optimizer.dampening == 0) continue;
    const DampenedFirst other{optimizer};
    BOOST_TEST(support::distance_from_pytorch(other, in_double) > support::steps_atol_double);
  }
}

// g = 8, then 16: v = 8, 4 + 8 = 12; with nesterov the steps are 8 + 4 and 16 + 6.
BOOST_AUTO_TEST_CASE(two_steps_by_hand) {
  const auto two_steps = [](const Momentum& optimizer) {
    std::array<float, 1> p{100}, state{};
    for (std::uint64_t step = 1; step <= 2; ++step) {
      const std::array<float, 1> g{8.0F * static_cast<float>(step)};
      update(optimizer, step, std::span(p), std::span(g), std::span<float>(state));
    }
    BOOST_TEST(state[0] == 12.0F);
    return p[0];
  };
  const Momentum plain{.learning_rate = 0.25, .momentum = 0.5, .dampening = 0.5};
  BOOST_TEST(two_steps(plain) == 100 - 0.25F * (8 + 12));
  Momentum ahead = plain;
  ahead.nesterov = true;
  BOOST_TEST(two_steps(ahead) == 100 - 0.25F * (12 + 22));
}

BOOST_AUTO_TEST_CASE(without_momentum_it_is_sgd_bit_for_bit) {
  support::Samples samples(81);
  auto p = samples.uniforms<float>(50, -1, 1), same = p, state = std::vector<float>(50);
  for (std::uint64_t step = 1; step <= 5; ++step) {
    const auto g = samples.uniforms<float>(50, -1, 1);
    update(Momentum{.learning_rate = 0.3, .momentum = 0}, step, std::span(p), std::span(g),
           std::span<float>(state));
    update(SGD{.learning_rate = 0.3}, step, std::span(same), std::span(g));
  }
  BOOST_TEST(support::same_bits_in(p, same));
}

BOOST_AUTO_TEST_CASE(momentum_in_registers_has_the_bits_of_single_numbers_and_gaps_stay_zero) {
  support::check_lengths<float>(Momentum{.learning_rate = 0.1, .nesterov = true});
  support::check_lengths<double>(Momentum{.dampening = 0.5, .weight_decay = 0.25});
}

BOOST_AUTO_TEST_CASE(momentum_has_the_bits_of_run_time_in_constant_evaluation) {
  static constexpr Momentum optimizer{.weight_decay = 0.125, .nesterov = true};
  static constexpr auto constant = support::after_all_steps(optimizer);
  const volatile double hidden = optimizer.learning_rate;
  Momentum same = optimizer;
  same.learning_rate = hidden;
  const auto run = support::after_all_steps(same);
#if defined(__FMA__) || defined(__aarch64__)
  BOOST_TEST(support::same_bits_in(run, constant));
#else  // constant evaluation fuses what this hardware cannot
  for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(support::close(run[i], constant[i], 0, 1e-12));
#endif
  BOOST_TEST(support::close(constant[0], support::momentum_cases[2].in_double[4][0], 0, 1e-12));
}

}  // namespace
