// SPDX-License-Identifier: MIT
#include <kiln/quantized/bfloat16.hpp>

#include "mixed.hpp"

namespace {

using namespace mixed;

BOOST_AUTO_TEST_CASE(weights_compute_what_their_definition_says) {
  check_against_reference<BFloat16Weights>();
}
BOOST_AUTO_TEST_CASE(products_compute_what_their_definition_says) {
  check_against_reference<BFloat16Products>();
}
BOOST_AUTO_TEST_CASE(weights_give_the_bits_of_plain_loops) { check_same_bits<BFloat16Weights>(); }
BOOST_AUTO_TEST_CASE(products_give_the_bits_of_plain_loops_where_no_instruction_rounds_otherwise) {
  check_same_bits<BFloat16Products>();
}

BOOST_AUTO_TEST_CASE(weights_of_16_bits_are_within_half_a_unit_of_a_bfloat16) {
  const auto check = [](const auto& packed, std::size_t inputs_, const auto& weight) {
    double worst = 0;
    for (std::size_t j = 0; j < packed.units; ++j) {
      for (std::size_t k = 0; k < inputs_; ++k) {
        const auto w = static_cast<double>(weight(k, j));
        const double unit = std::ldexp(1.0, std::ilogb(w) - 7);
        worst = std::max(worst, std::abs(static_cast<double>(packed.weight(k, j)) - w) / unit);
      }
    }
    BOOST_TEST(worst <= 0.5);
    BOOST_TEST(worst > 0.4);
  };
  check(small<BFloat16Weights>().layer<0>(), width, net().layer<0>().weight);
  check(small<BFloat16Products>().layer<0>(), width, net().layer<0>().weight);
}

BOOST_AUTO_TEST_CASE(zero_weights_count_for_nothing) {
  constexpr simd::PackedPair zeros(0.0F, 0.0F), half(0x1.fep0F, 0.0F), small_pair(1.0F, -0x1p-100F);
  BOOST_TEST(zeros.first() == 0.0F);
  BOOST_TEST(std::abs(zeros.second()) < 0x1p-61F);
  BOOST_TEST(std::abs(half.second()) < 0x1p-61F);
  BOOST_TEST(small_pair.second() < 0.0F);
  BOOST_TEST(small_pair.second() > -0x1p-61F);
}

}  // namespace
