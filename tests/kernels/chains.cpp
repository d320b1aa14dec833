// SPDX-License-Identifier: MIT
#include <kiln/kernels/chains.hpp>

#include <boost/test/unit_test.hpp>

namespace {

// The order of sums is part of a net's results: whoever changes it changes every trained net.
BOOST_AUTO_TEST_CASE(the_number_of_chains_follows_from_the_shape_alone) {
  static_assert(kiln::chain_count(7, 1) == 1);
  static_assert(kiln::chain_count(8, 1) == 4);
  static_assert(kiln::chain_count(8, 16) == 4);
  static_assert(kiln::chain_count(8, 17) == 2);
  static_assert(kiln::chain_count(784, 32) == 2);
  static_assert(kiln::chain_count(784, 33) == 1);
  BOOST_TEST(kiln::chain_count(784, 50) == 1U);
}

}  // namespace
