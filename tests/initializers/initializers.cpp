// SPDX-License-Identifier: MIT
// Normal, Glorot and He: the moments of what they draw, and that it is what their formula says.
#include <kiln/initializers/glorot.hpp>
#include <kiln/initializers/he.hpp>
#include <kiln/initializers/normal.hpp>
#include <kiln/random/engine.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "support/bits.hpp"

namespace {

using namespace kiln;

struct Moments {
  double mean, std;
};

template <class T, class I>
Moments moments(const I& initializer, std::size_t fan_in, std::size_t fan_out) {
  constexpr int n = 200000;
  Engine engine(111);
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const auto x = static_cast<double>(initializer.template draw<T>(engine, fan_in, fan_out));
    sum += x;
    squares += x * x;
  }
  const double mean = sum / n;
  return {mean, std::sqrt(squares / n - mean * mean)};
}

// 200,000 draws: the mean's standard error is std/447, that of the deviation std/632; five of each.
template <class T, class I>
void check(const I& initializer, std::size_t fan_in, std::size_t fan_out, double mean, double std) {
  const Moments m = moments<T>(initializer, fan_in, fan_out);
  BOOST_TEST(std::abs(m.mean - mean) < 5 * std / 447);
  BOOST_TEST(std::abs(m.std - std) < 5 * std / 632);
}

BOOST_AUTO_TEST_CASE(weights_have_the_documented_mean_and_deviation) {
  check<float>(Normal{.std = 0.01}, 784, 50, 0, 0.01);
  check<double>(Normal{.mean = 3, .std = 2}, 1, 1, 3, 2);
  check<float>(Glorot{}, 300, 100, 0, std::sqrt(2.0 / 400));
  check<double>(Glorot{.gain = 5.0 / 3}, 7, 9, 0, 5.0 / 3 * std::sqrt(2.0 / 16));
  check<float>(He{}, 50, 10, 0, std::sqrt(2.0 / 50));
  check<double>(He{.gain = 1}, 50, 10, 0, std::sqrt(1.0 / 50));
}

BOOST_AUTO_TEST_CASE(one_seed_gives_one_weight_in_constant_evaluation_too) {
  constexpr auto draw = [](auto initializer) {
    Engine engine(5);
    return initializer.template draw<float>(engine, 3, 2);
  };
  constexpr float a = draw(Normal{.std = 0.5}), b = draw(Glorot{}), c = draw(He{});
#if defined(__FMA__) || defined(__aarch64__)
  BOOST_TEST(support::same_bits(a, draw(Normal{.std = 0.5})));
  BOOST_TEST(support::same_bits(b, draw(Glorot{})));
  BOOST_TEST(support::same_bits(c, draw(He{})));
#endif
  BOOST_TEST(a != b);
  BOOST_TEST(b != c);
}

// Golden vectors: the normal numbers of seed 42 (tests/random/normal.cpp) times the deviation, both
// as floats; computed in Python.
template <class I>
void check_numbers(const I& initializer, const std::array<float, 4>& expected) {
  Engine engine(42);
  for (const float number : expected) {
    const float drawn = initializer.template draw<float>(engine, 50, 10);
    if constexpr (simd::has_fma<double>) BOOST_TEST(support::same_bits(drawn, number));
    else BOOST_TEST(drawn == number, boost::test_tools::tolerance(0x1p-23F));
  }
}

BOOST_AUTO_TEST_CASE(one_seed_gives_these_weights) {
  check_numbers(Normal{.mean = 1, .std = 0.01},
                {0x1.02832cp+0F, 0x1.036e66p+0F, 0x1.fb102ep-1F, 0x1.00809ap+0F});
  check_numbers(Glorot{}, {0x1.6ef4e2p-3F, 0x1.f529eap-3F, -0x1.688896p-3F, 0x1.257c5ap-5F});
  check_numbers(He{}, {0x1.91fb16p-3F, 0x1.127faap-2F, -0x1.8af1dap-3F, 0x1.417f5ep-5F});
}

}  // namespace
