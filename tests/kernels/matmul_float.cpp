// SPDX-License-Identifier: MIT
#include "matmul.hpp"

namespace {

BOOST_AUTO_TEST_CASE(float_products_of_integers_are_exact_at_widths_1_to_33) {
  matmul_test::check_narrow_widths<float>(matmul_test::Data::integers);
}

BOOST_AUTO_TEST_CASE(float_products_of_random_numbers_are_within_the_bound_at_widths_1_to_33) {
  matmul_test::check_narrow_widths<float>(matmul_test::Data::random);
}

}  // namespace
