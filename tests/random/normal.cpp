// SPDX-License-Identifier: MIT
#include <kiln/random/normal.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include <kiln/random/engine.hpp>

namespace {

// Values of an implementation in Python, whose logarithm may differ in the last place.
BOOST_AUTO_TEST_CASE(normal_numbers_are_marsaglias) {
  kiln::Engine engine(42);
  for (const double expected : {0.9813983900724986, 1.3403256427520227, -0.9642205062941384,
                                0.1962265296745266, 0.20290854483035597}) {
    BOOST_TEST(kiln::normal<double>(engine) == expected, boost::test_tools::tolerance(1e-14));
  }
}

// The same numbers to the last bit, which every machine with FMA gives.
BOOST_AUTO_TEST_CASE(normal_numbers_are_these_bits) {
  kiln::Engine engine(42);
  for (const double expected :
       {0x1.f679d98b6ab7bp-1, 0x1.571f94d19c30ap+0, -0x1.edae4f6954ef1p-1, 0x1.91df36fc7a31dp-3}) {
    const double drawn = kiln::normal<double>(engine);
    if constexpr (kiln::simd::has_fma<double>) BOOST_TEST(drawn == expected);
    else BOOST_TEST(drawn == expected, boost::test_tools::tolerance(0x1p-50));
  }
}

BOOST_AUTO_TEST_CASE(a_float_is_the_rounded_double) {
  kiln::Engine engine(5), copy(5);
  for (int i = 0; i < 100; ++i) {
    BOOST_TEST(kiln::normal(engine) == static_cast<float>(kiln::normal<double>(copy)));
  }
}

BOOST_AUTO_TEST_CASE(mean_and_standard_deviation_scale_the_number) {
  kiln::Engine engine(5), copy(5);
  BOOST_TEST(kiln::normal<double>(engine, 8, 0.5) == 8 + 0.5 * kiln::normal<double>(copy));
  BOOST_TEST(kiln::normal<double>(engine, -2, 0) == -2.0);
}

template <class Generator>
void check_moments(Generator engine) {
  const int n = 200000;
  double sums[5] = {};
  int beyond_two = 0;
  for (int i = 0; i < n; ++i) {
    const double x = kiln::normal<double>(engine);
    for (int power = 1; power <= 4; ++power) sums[power] += std::pow(x, power) / n;
    beyond_two += std::abs(x) > 2 ? 1 : 0;
  }
  // five standard errors of each moment: variances 1, 2, 15, 96
  BOOST_TEST(std::abs(sums[1]) < 5 * std::sqrt(1.0 / n));
  BOOST_TEST(std::abs(sums[2] - 1) < 5 * std::sqrt(2.0 / n));
  BOOST_TEST(std::abs(sums[3]) < 5 * std::sqrt(15.0 / n));
  BOOST_TEST(std::abs(sums[4] - 3) < 5 * std::sqrt(96.0 / n));
  BOOST_TEST(std::abs(beyond_two - 0.0455003 * n) < 5 * std::sqrt(0.0455003 * n));
}

BOOST_AUTO_TEST_CASE(the_moments_are_those_of_the_normal_distribution_with_any_engine) {
  check_moments(kiln::Engine(1));
  check_moments(std::mt19937(1));
  check_moments(std::mt19937_64(1));
}

BOOST_AUTO_TEST_CASE(a_normal_number_is_the_same_bits_in_constant_evaluation) {
  constexpr double x = [] {
    kiln::Engine engine(9);
    kiln::normal<double>(engine);
    return kiln::normal<double>(engine, 1, 3);
  }();
  kiln::Engine engine(9);
  kiln::normal<double>(engine);
  if constexpr (kiln::simd::has_fma<double>) BOOST_TEST(kiln::normal<double>(engine, 1, 3) == x);
  else BOOST_TEST(kiln::normal<double>(engine, 1, 3) == x, boost::test_tools::tolerance(1e-14));
}

}  // namespace
