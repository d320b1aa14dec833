// SPDX-License-Identifier: MIT
#include <kiln/kernels/chains.hpp>

#include <array>
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

struct Sum {
  float value;
  constexpr void add(const Sum& other) { value += other.value; }
};

// Another order would give other numbers, since 1 is lost beside 2²⁵.
BOOST_AUTO_TEST_CASE(interleaved_sums_are_joined_in_pairs) {
  constexpr float big = 0x1p25F;
  std::array<Sum, 4> four{{{big}, {1}, {-big}, {1}}};  // one after the other gives 1
  kiln::join(four);
  BOOST_TEST(four[0].value == 0);
  std::array<Sum, 4> neighbours{{{big}, {-big}, {1}, {1}}};  // c0 + c2 first gives 0
  kiln::join(neighbours);
  BOOST_TEST(neighbours[0].value == 2);
  std::array<Sum, 2> two{{{3}, {4}}};
  kiln::join(two);
  BOOST_TEST(two[0].value == 7);
  std::array<Sum, 1> one{{{5}}};
  kiln::join(one);
  BOOST_TEST(one[0].value == 5);
}

}  // namespace
