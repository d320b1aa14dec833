// SPDX-License-Identifier: MIT
#include <kiln/random/bits.hpp>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <limits>
#include <random>

#include <kiln/random/engine.hpp>

namespace {

// Gives 1, 2, 3, … in words of one size.
template <class Word>
struct Counting {
  using result_type = Word;
  Word last = 0;
  static constexpr Word min() { return 0; }
  static constexpr Word max() { return std::numeric_limits<Word>::max(); }
  constexpr Word operator()() { return ++last; }
};

BOOST_AUTO_TEST_CASE(a_word_of_32_bits_is_one_call_and_the_upper_half_of_a_wider_one) {
  Counting<std::uint32_t> narrow;
  BOOST_TEST(kiln::random_bits_32(narrow) == 1U);
  BOOST_TEST(narrow.last == 1U);
  Counting<std::uint64_t> wide{0x0123456789abcdef};
  BOOST_TEST(kiln::random_bits_32(wide) == 0x01234567U);
}

BOOST_AUTO_TEST_CASE(a_word_of_64_bits_is_one_call_or_two_the_upper_half_first) {
  Counting<std::uint32_t> narrow;
  BOOST_TEST(kiln::random_bits_64(narrow) == 0x0000000100000002U);
  BOOST_TEST(narrow.last == 2U);
  Counting<std::uint64_t> wide{0x0123456789abcdee};
  BOOST_TEST(kiln::random_bits_64(wide) == 0x0123456789abcdefU);
}

BOOST_AUTO_TEST_CASE(engines_must_give_all_numbers_of_a_word) {
  static_assert(kiln::has_full_range<kiln::Engine>);
  static_assert(kiln::has_full_range<std::mt19937> && kiln::has_full_range<std::mt19937_64>);
  static_assert(!kiln::has_full_range<std::minstd_rand>);
  static_assert(!kiln::has_full_range<std::ranlux48>);
  constexpr std::uint64_t in_a_constant = [] {
    Counting<std::uint32_t> engine{6};
    return kiln::random_bits_64(engine);
  }();
  static_assert(in_a_constant == 0x0000000700000008);
  BOOST_TEST(in_a_constant == 0x0000000700000008U);
}

}  // namespace
