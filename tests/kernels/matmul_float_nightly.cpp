// SPDX-License-Identifier: MIT
// With the files that always run, these are all widths from 1 to 130.
#include "matmul.hpp"

namespace {

void check(matmul_test::Data data) {
  matmul_test::check_range<float, 34, 13>(data);
  matmul_test::check_range<float, 53, 10>(data);
  matmul_test::check_range<float, 67, 33>(data);
  matmul_test::check_range<float, 101, 26>(data);
}

BOOST_AUTO_TEST_CASE(float_products_of_integers_are_exact_at_every_other_width) {
  check(matmul_test::Data::integers);
}

BOOST_AUTO_TEST_CASE(float_products_of_random_numbers_are_within_the_bound_at_every_other_width) {
  check(matmul_test::Data::random);
}

}  // namespace
