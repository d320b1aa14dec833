// SPDX-License-Identifier: MIT
#include <kiln/optimizers/adam.hpp>

#include "optimizers/check.hpp"

namespace {

using namespace kiln;

BOOST_AUTO_TEST_CASE(twenty_steps_are_pytorchs) {
  for (const auto& [optimizer, in_float, in_double] : support::adam_cases) {
    BOOST_TEST(support::distance_from_pytorch(optimizer, in_float) < support::steps_atol_float);
    BOOST_TEST(support::distance_from_pytorch(optimizer, in_double) < support::steps_atol_double);
  }
}

/// The paper's short form, as some libraries have it: epsilon beside √v before v is corrected.
struct ShortForm : Adam {
  template <class T>
  auto rule(std::uint64_t step) const {
    auto rule = Adam::rule<T>(step);
    rule.epsilon *= rule.unbias;
    return rule;
  }
};

/// The count of steps from 0 on, not from 1.
struct LateCount : Adam {
  template <class T>
  auto rule(std::uint64_t step) const {
    return Adam::rule<T>(step + 1);
  }
};

// The control: what differs only a little from PyTorch is told from it.
BOOST_AUTO_TEST_CASE(other_forms_are_not_pytorchs) {
  for (const auto& [optimizer, in_float, in_double] : support::adam_cases) {
    if (optimizer.epsilon < 1e-6) continue;
    const ShortForm other{optimizer};
    BOOST_TEST(support::distance_from_pytorch(other, in_float) > support::steps_atol_float);
    BOOST_TEST(support::distance_from_pytorch(other, in_double) > support::steps_atol_double);
  }
  const auto& [optimizer, in_float, in_double] = support::adam_cases[0];
  const LateCount late{optimizer};
  BOOST_TEST(support::distance_from_pytorch(late, in_float) > support::steps_atol_float);
  BOOST_TEST(support::distance_from_pytorch(late, in_double) > support::steps_atol_double);
}

// m/(1 − β₁) = g and √(v/(1 − β₂)) = |g|: the first step is −learning_rate·g/(|g| + epsilon).
BOOST_AUTO_TEST_CASE(the_first_step_is_as_long_as_the_learning_rate) {
  std::array<double, 4> p{1, 1, 1, 1}, g{1e-3, -5, 1e6, 0};
  std::array<double, 8> state{};
  update(Adam{.learning_rate = 0.125, .epsilon = 1e-3}, 1, std::span(p), std::span(g),
         std::span<double>(state));
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(support::close(p[i], 1 - 0.125 * g[i] / (std::abs(g[i]) + 1e-3), 1e-14, 0));
    BOOST_TEST(support::close(state[i], 0.1 * g[i], 1e-15, 0));
    BOOST_TEST(support::close(state[4 + i], 0.001 * g[i] * g[i], 1e-13, 0));
  }
  BOOST_TEST(p[3] == 1.0);
}

// With a constant gradient the corrected means are g and g² at every step, however many there were.
BOOST_AUTO_TEST_CASE(a_constant_gradient_moves_by_the_learning_rate_at_every_step) {
  std::array<double, 1> p{0}, g{-0.25};
  std::array<double, 2> state{};
  for (std::uint64_t step = 1; step <= 3000; ++step) {
    update(Adam{.epsilon = 1e-12}, step, std::span(p), std::span(g), std::span<double>(state));
  }
  BOOST_TEST(support::close(p[0], 3, 1e-10, 0));
}

BOOST_AUTO_TEST_CASE(long_after_the_beginning_nothing_is_corrected) {
  const auto rule = Adam{.learning_rate = 0.5}.rule<double>(std::uint64_t(1) << 60);
  BOOST_TEST(rule.rate == -0.5);
  BOOST_TEST(rule.unbias == 1.0);
}

BOOST_AUTO_TEST_CASE(registers_give_the_bits_of_single_numbers_and_gaps_stay_zero) {
  support::check_lengths<float>(Adam{.learning_rate = 0.1});
  support::check_lengths<double>(Adam{.beta1 = 0.5, .weight_decay = 0.25});
}

BOOST_AUTO_TEST_CASE(constant_evaluation_gives_the_bits_of_run_time) {
  static constexpr Adam optimizer{.learning_rate = 0.05, .weight_decay = 0.25};
  static constexpr auto constant = support::after_all_steps(optimizer);
  const volatile double hidden = optimizer.learning_rate;
  Adam same = optimizer;
  same.learning_rate = hidden;
  const auto run = support::after_all_steps(same);
#if defined(__FMA__) || defined(__aarch64__)
  BOOST_TEST(support::same_bits_in(run, constant));
#else  // constant evaluation fuses what this hardware cannot
  for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(support::close(run[i], constant[i], 0, 1e-12));
#endif
  BOOST_TEST(support::close(constant[0], support::adam_cases[1].in_double[4][0], 0, 1e-12));
}

}  // namespace
