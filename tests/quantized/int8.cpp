// SPDX-License-Identifier: MIT
#include <kiln/quantized/int8.hpp>

#include "mixed.hpp"

namespace {

using namespace mixed;

BOOST_AUTO_TEST_CASE(it_computes_what_its_definition_says) { check_against_reference<Int8>(); }
BOOST_AUTO_TEST_CASE(it_gives_the_bits_of_plain_loops) { check_same_bits<Int8>(); }

// The control: with another scale the answers are others.
BOOST_AUTO_TEST_CASE(a_wrong_scale_is_noticed) {
  Quantized<Mixed, Int8> wrong = small<Int8>();
  wrong.layer<3>().input.inverse *= 0.9F;
  const auto y = wrong.predict(inputs(), workspace<Int8>);
  double worst = 0;
  for (std::size_t r = 0; r < batch; ++r) {
    const std::vector<double> right = expected(small<Int8>(), r);
    for (std::size_t j = 0; j < 3; ++j) {
      worst = std::max(worst, std::abs(static_cast<double>(y[r](j)) - right[j]));
    }
  }
  BOOST_TEST(worst > tolerance<Int8>);
}

BOOST_AUTO_TEST_CASE(weights_are_within_half_a_step_of_their_output_and_reach_its_largest) {
  const auto& packed = small<Int8>().layer<3>();
  const auto weight = net().layer<3>().weight;
  for (std::size_t j = 0; j < packed.units; ++j) {
    double largest = 0, worst = 0;
    for (std::size_t k = 0; k < packed.inputs; ++k) {
      const auto w = static_cast<double>(weight(k, j));
      largest = std::max(largest, std::abs(w));
      worst = std::max(worst, std::abs(w - static_cast<double>(packed.weight(k, j))));
    }
    BOOST_TEST(static_cast<double>(packed.columns.step[j]) == largest / 127,
               boost::test_tools::tolerance(1e-6));
    BOOST_TEST(worst <= largest / 127 * 0.5001);
  }
}

BOOST_AUTO_TEST_CASE(zero_is_a_byte_of_its_own_and_the_range_is_that_of_the_samples) {
  const auto& input = small<Int8>().layer<0>().input;
  const auto [low, high] = std::minmax_element(inputs().begin(), inputs().end());
  BOOST_TEST(static_cast<double>(input.inverse) == 255 / static_cast<double>(*high - *low),
             boost::test_tools::tolerance(1e-6));
  BOOST_TEST(input.zero == std::nearbyint(-*low * input.inverse));
  BOOST_TEST(static_cast<float>(input(0.0F)) == input.zero);
  BOOST_TEST(small<Int8>().layer<1>().input.zero == 0.0F);   // a sigmoid's outputs
  BOOST_TEST(small<Int8>().layer<3>().input.zero > 100.0F);  // a tanh's
}

}  // namespace
