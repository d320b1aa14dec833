// SPDX-License-Identifier: MIT
#include <kiln/optimizers/sgd.hpp>
#include <kiln/optimizers/update.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/samples.hpp"

namespace {

using namespace kiln;

BOOST_AUTO_TEST_CASE(a_step_goes_against_the_gradient_by_the_learning_rate) {
  std::array<double, 3> p{1, 2, 3};
  const std::array<double, 3> g{10, -20, 0};
  update(SGD{.learning_rate = 0.125}, 1, std::span(p), std::span(g));
  BOOST_TEST(p == (std::array<double, 3>{-0.25, 4.5, 3}), boost::test_tools::per_element());
}

// x² from 1 with rate r: x ← (1 − 2r)·x.
BOOST_AUTO_TEST_CASE(steps_on_a_parabola_are_a_geometric_sequence) {
  std::vector<double> x{1};
  for (std::uint64_t step = 1; step <= 20; ++step) {
    const std::vector<double> g{2 * x[0]};
    update(SGD{.learning_rate = 0.1}, step, std::span(x), std::span(g));
  }
  BOOST_TEST(std::abs(x[0] - std::pow(0.8, 20)) < 1e-15);
}

BOOST_AUTO_TEST_CASE(a_gap_stays_zero_and_a_rate_of_zero_moves_nothing) {
  std::array<float, 2> p{0, 5};
  const std::array<float, 2> g{0, 7};
  update(SGD{.learning_rate = 0}, 1, std::span(p), std::span(g));
  BOOST_TEST(p[1] == 5.0F);
  update(SGD{.learning_rate = 0.5}, 2, std::span(p), std::span(g));
  BOOST_TEST(support::same_bits(p[0], 0.0F));
}

BOOST_AUTO_TEST_CASE(every_length_is_updated_to_its_end_with_the_same_bits) {
  support::for_each_architecture([]<class Arch>(Arch) {
    for (std::size_t n = 0; n <= 67; ++n) {
      support::Samples samples(n);
      const auto before = samples.uniforms<float>(n, -1, 1), g = samples.uniforms<float>(n, -1, 1);
      std::vector<float> p = before, one = before;
      update<Arch>(SGD{.learning_rate = 0.3}, 1, std::span(p), std::span(g));
      const auto rule = SGD{.learning_rate = 0.3}.rule<float>(1);
      for (std::size_t i = 0; i < n; ++i) rule(one[i], g[i]);
      BOOST_TEST(support::same_bits_in(p, one), n << " elements");
    }
  });
}

}  // namespace
