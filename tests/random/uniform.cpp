// SPDX-License-Identifier: MIT
#include <kiln/random/uniform.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include <kiln/random/engine.hpp>

namespace {

// Gives the same 64 bits for ever.
struct Constant {
  using result_type = std::uint64_t;
  std::uint64_t bits;
  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return std::numeric_limits<std::uint64_t>::max(); }
  constexpr std::uint64_t operator()() const { return bits; }
};

// Gives no bits once, then all.
struct ZeroThenOnes {
  using result_type = std::uint64_t;
  int calls = 0;
  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return std::numeric_limits<std::uint64_t>::max(); }
  std::uint64_t operator()() { return calls++ == 0 ? 0 : ~std::uint64_t(0); }
};

BOOST_AUTO_TEST_CASE(std_engines_are_the_standards) {
  std::mt19937 engine;
  engine.discard(9999);
  BOOST_TEST(engine() == 4123659995U);
}

BOOST_AUTO_TEST_CASE(a_float_takes_the_upper_24_bits_and_a_double_the_upper_53) {
  kiln::Engine engine(42);
  BOOST_TEST(kiln::uniform(engine) == std::ldexp(13661773.0F, -24));
  BOOST_TEST(kiln::uniform(engine) == std::ldexp(5348929.0F, -24));
  engine = kiln::Engine(42);
  BOOST_TEST(kiln::uniform<double>(engine) == std::ldexp(7334608696282829.0, -53));
  BOOST_TEST(kiln::uniform<double>(engine) == std::ldexp(2871684634439142.0, -53));
}

BOOST_AUTO_TEST_CASE(a_32_bit_engine_gives_a_double_from_two_draws) {
  std::mt19937 engine(1), copy(1);
  const double x = kiln::uniform<double>(engine);
  const std::uint64_t high = copy(), low = copy();
  BOOST_TEST(x == std::ldexp(static_cast<double>((high << 21) | (low >> 11)), -53));
  BOOST_TEST((engine == copy));
}

BOOST_AUTO_TEST_CASE(a_32_bit_engine_gives_a_float_from_one_draw) {
  std::mt19937 engine(1), copy(1);
  BOOST_TEST(kiln::uniform(engine) == std::ldexp(static_cast<float>(copy() >> 8), -24));
  BOOST_TEST((engine == copy));
}

BOOST_AUTO_TEST_CASE(uniform_numbers_stay_below_the_upper_end) {
  Constant ones{~std::uint64_t(0)}, zeros{0};
  BOOST_TEST(kiln::uniform(ones) == 1 - 0x1p-24F);
  BOOST_TEST(kiln::uniform<double>(ones) == 1 - 0x1p-53);
  BOOST_TEST(kiln::uniform(zeros) == 0.0F);
  BOOST_TEST(kiln::uniform(ones, 1.0F, 1.0F + 0x1p-23F) == 1.0F);  // 1 + 2⁻²³·(1 − 2⁻²⁴) rounds up
  BOOST_TEST(kiln::uniform(zeros, -3.0F, 5.0F) == -3.0F);
  BOOST_TEST(kiln::uniform(ones, -3.0F, 5.0F) < 5.0F);
}

BOOST_AUTO_TEST_CASE(uniform_numbers_have_the_moments_of_the_distribution) {
  kiln::Engine engine(3);
  const int n = 100000;
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = kiln::uniform<double>(engine, -1, 3);
    sum += x;
    squares += x * x;
  }
  // mean 1, variance 16/12; five standard errors
  BOOST_TEST(std::abs(sum / n - 1) < 5 * std::sqrt(16.0 / 12 / n));
  BOOST_TEST(std::abs(squares / n - (1 + 16.0 / 12)) < 0.05);
}

// Values of an implementation with Python's big integers.
BOOST_AUTO_TEST_CASE(indices_are_lemires) {
  kiln::Engine engine(42);
  const std::array<std::size_t, 10> expected = {8, 3, 9, 7, 7, 5, 1, 6, 2, 9};
  for (const std::size_t index : expected) BOOST_TEST(kiln::uniform_index(engine, 10) == index);
}

BOOST_AUTO_TEST_CASE(indices_beyond_2_to_the_32_take_64_bits) {
  if (sizeof(std::size_t) < 8) return;
  kiln::Engine engine(42);
  const auto n = static_cast<std::size_t>((std::uint64_t(1) << 33) + 5);
  BOOST_TEST(kiln::uniform_index(engine, n) == 1466906513U);
  BOOST_TEST(kiln::uniform_index(engine, n) == 215496120U);
  BOOST_TEST(kiln::uniform_index(engine, n) == 1954835059U);
}

BOOST_AUTO_TEST_CASE(an_index_at_the_ends_of_its_range_is_within) {
  Constant ones{~std::uint64_t(0)};
  const std::size_t all = std::numeric_limits<std::size_t>::max();
  constexpr std::uint64_t word = std::uint64_t(1) << 32;
  for (const std::size_t n : {std::size_t(1), std::size_t(2), std::size_t(0xffffffff), all}) {
    const std::uint64_t wide = n;
    Constant almost{wide > word ? wide - 1 : ~std::uint64_t(0)};
    BOOST_TEST(kiln::uniform_index(almost, n) == n - 1);
  }
  if (sizeof(std::size_t) < 8) return;
  BOOST_TEST(kiln::uniform_index(ones, static_cast<std::size_t>(word)) == 0xffffffffU);
}

BOOST_AUTO_TEST_CASE(draws_that_would_favour_an_index_are_rejected) {
  // 2³² = 3·k + 1: exactly one draw, 0, is surplus. The next number is the answer.
  ZeroThenOnes engine;
  BOOST_TEST(kiln::uniform_index(engine, 3) == 2U);
  BOOST_TEST(engine.calls == 2);
}

BOOST_AUTO_TEST_CASE(random_numbers_are_constants_where_asked_for) {
  constexpr float x = [] {
    kiln::Engine engine(42);
    return kiln::uniform(engine, -1.0F, 1.0F);
  }();
  kiln::Engine engine(42);
  BOOST_TEST(kiln::uniform(engine, -1.0F, 1.0F) == x);
}

}  // namespace
