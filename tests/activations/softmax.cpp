// SPDX-License-Identifier: MIT
#include <kiln/activations/softmax.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "support/architectures.hpp"
#include "support/tolerance.hpp"

namespace {

using namespace kiln;

template <class T, std::size_t N, class Arch = simd::default_arch>
constexpr std::array<T, N> softmax(std::array<T, N> z) {
  Softmax::rows<N, Arch>(1, z.data());
  return z;
}

BOOST_AUTO_TEST_CASE(the_courses_values) {
  const auto close = [](float a, double b) { return support::close(a, b, 3e-7, 0); };
  const auto y = softmax(std::array{0.3F, 2.9F, 4.0F});
  BOOST_TEST(close(y[0], 0.018211273));
  BOOST_TEST(close(y[1], 0.245191813));
  BOOST_TEST(close(y[2], 0.736596914));
  BOOST_TEST(close(y[0] + y[1] + y[2], 1));
  const auto big = softmax(std::array{1010.0F, 1000.0F, 990.0F});
  BOOST_TEST(close(big[0], 0.9999546));
  BOOST_TEST(close(big[1], 4.539787e-5));
  BOOST_TEST(close(big[2], 2.061060e-9));
}

template <class T>
void check_special_values() {
  const T inf = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  const T huge = std::numeric_limits<T>::max(), tiny = std::numeric_limits<T>::denorm_min();
  support::for_each_architecture([&]<class Arch>(Arch) {
    const auto of = [](const std::array<T, 5>& z) { return softmax<T, 5, Arch>(z); };
    const auto is_nan = [](const std::array<T, 5>& y) {
      std::size_t count = 0;
      for (const T x : y) count += std::isnan(x) ? 1 : 0;
      return count == 5;
    };
    // A row with NaN or +inf becomes NaN, wherever it stands.
    for (std::size_t at = 0; at < 5; ++at) {
      std::array<T, 5> z{1, 2, 3, 2, 1};
      z[at] = nan;
      BOOST_TEST(is_nan(of(z)), "NaN at " << at);
      z[at] = inf;
      BOOST_TEST(is_nan(of(z)), "inf at " << at);
    }
    // −inf becomes 0; all −inf has no largest and becomes NaN.
    const auto y = of({-inf, 0, -inf, 0, -inf});
    BOOST_TEST((y == std::array<T, 5>{0, T(0.5), 0, T(0.5), 0}));
    BOOST_TEST(is_nan(of({-inf, -inf, -inf, -inf, -inf})));
    // Huge numbers do not overflow, ±0 and denormals are all 0.
    BOOST_TEST((of({huge, -huge, 0, 0, 0}) == std::array<T, 5>{1, 0, 0, 0, 0}));
    BOOST_TEST((of({-huge, -huge, -huge, -huge, huge}) == std::array<T, 5>{0, 0, 0, 0, 1}));
    const T fifth = T(1) / T(5);
    BOOST_TEST(
        (of({T(-0.0), 0, tiny, -tiny, 0}) == std::array<T, 5>{fifth, fifth, fifth, fifth, fifth}));
  });
}

BOOST_AUTO_TEST_CASE(softmax_meets_the_limits_as_documented) {
  check_special_values<float>();
  check_special_values<double>();
}

BOOST_AUTO_TEST_CASE(softmax_runs_in_constant_evaluation) {
  constexpr auto y = softmax(std::array{1.0F, 1.0F});
  static_assert(y[0] == 0.5F && y[1] == 0.5F);
  BOOST_TEST((softmax(std::array{-7.0F, -7.0F}) == y));
}

}  // namespace
