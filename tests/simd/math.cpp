// SPDX-License-Identifier: MIT
#include <kiln/simd/map.hpp>
#include <kiln/simd/math.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/functions.hpp"
#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace {

namespace simd = kiln::simd;

using support::Exp, support::Log, support::Sigmoid, support::Tanh;

// Every so-and-so-many-th float there is, NaNs and denormals included.
std::vector<float> all_floats(std::uint32_t step) {
  std::vector<float> x;
  for (std::uint64_t bits = 0; bits <= 0xffffffffU; bits += step) {
    x.push_back(kiln::simd::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
  return x;
}

// Doubles of every exponent, and many where the functions bend.
std::vector<double> many_doubles(std::size_t n) {
  support::Samples samples(71);
  std::vector<double> x;
  for (std::size_t i = 0; i < n; ++i) {
    const auto high = static_cast<std::uint64_t>(samples.integer(0, 0xffffffff));
    const auto low = static_cast<std::uint64_t>(samples.integer(0, 0xffffffff));
    x.push_back(kiln::simd::bit_cast<double>(high << 32 | low));
    x.push_back(samples.uniform(-750, 750));
    x.push_back(samples.uniform(-2, 2));
    x.push_back(std::ldexp(samples.uniform(-1, 1), static_cast<int>(samples.integer(-60, 5))));
  }
  return x;
}

// Whether the library computes the truth in the wider type: WebAssembly's takes double's functions
// for long double.
template <class F, class T>
bool truth_is_wider() {
  const auto y = F::truth(static_cast<support::Wider<T>>(0.2));
  return y != static_cast<support::Wider<T>>(static_cast<T>(y));
}

// The largest error in units in the last place, and where.
template <class F, class T>
void check_ulps(const std::vector<T>& inputs) {
  if (!truth_is_wider<F, T>()) return;
  double worst = 0;
  T where(0);
  for (const T x : inputs) {
    const double error = support::ulps(F::ours(x), F::truth(static_cast<support::Wider<T>>(x)));
    if (error > worst) {
      worst = error;
      where = x;
    }
  }
  BOOST_TEST(worst <= support::math_ulps, F::name << ": " << worst << " ulp at " << where);
  BOOST_TEST(worst > 0.4, F::name << ": too good to be measured");
}

// Every register of every instruction set gives the bits of a single number; NaN is NaN.
template <class F, class T>
void check_registers(const std::vector<T>& inputs) {
  support::for_each_architecture([&]<class Arch>(Arch) {
    std::vector<T> y = inputs;
    simd::map<Arch>(
        y.size(), [](auto& x) { x = F::ours(x); }, y.data());
    std::size_t unequal = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      const T one = F::ours(inputs[i]);
      const bool both_nan = std::isnan(one) && std::isnan(y[i]);
      unequal += both_nan || support::same_bits(one, y[i]) ? 0 : 1;
    }
    BOOST_TEST(unequal == 0U, F::name << ": " << unequal << " of " << y.size());
  });
}

template <class F>
void check() {
  std::vector<float> floats = all_floats(KILN_NIGHTLY ? 17 : 1009);
  std::vector<double> doubles = many_doubles(KILN_NIGHTLY ? 4000000 : 100000);
  for (const float x : support::special_values<float>()) floats.push_back(x);
  for (const double x : support::special_values<double>()) doubles.push_back(x);
  check_ulps<F>(floats);
  check_ulps<F>(doubles);
  check_registers<F>(floats);
  check_registers<F>(doubles);
}

BOOST_AUTO_TEST_CASE(exp_is_within_its_bound_and_the_same_in_every_register) { check<Exp>(); }
BOOST_AUTO_TEST_CASE(log_is_within_its_bound_and_the_same_in_every_register) { check<Log>(); }
BOOST_AUTO_TEST_CASE(tanh_is_within_its_bound_and_the_same_in_every_register) { check<Tanh>(); }
BOOST_AUTO_TEST_CASE(sigmoid_is_within_its_bound_and_the_same_in_every_register) {
  check<Sigmoid>();
}

template <class T>
void check_limits() {
  using Limits = std::numeric_limits<T>;
  const T inf = Limits::infinity(), nan = Limits::quiet_NaN(), zero(0);
  const auto is = [](T got, T expected) { return support::same_bits(got, expected); };
  BOOST_TEST(is(simd::exp(zero), 1));
  BOOST_TEST(is(simd::exp(-zero), 1));
  BOOST_TEST(is(simd::exp(inf), inf));
  BOOST_TEST(is(simd::exp(-inf), 0));
  BOOST_TEST(is(simd::exp(Limits::max()), inf));
  BOOST_TEST(is(simd::exp(Limits::lowest()), 0));
  BOOST_TEST(std::isnan(simd::exp(nan)));
  BOOST_TEST(is(simd::log(zero), -inf));
  BOOST_TEST(is(simd::log(-zero), -inf));
  BOOST_TEST(is(simd::log(T(1)), 0));
  BOOST_TEST(is(simd::log(inf), inf));
  BOOST_TEST(std::isnan(simd::log(T(-1))));
  BOOST_TEST(std::isnan(simd::log(-inf)));
  BOOST_TEST(std::isnan(simd::log(-Limits::denorm_min())));
  BOOST_TEST(std::isnan(simd::log(nan)));
  BOOST_TEST(is(simd::tanh(zero), 0));
  BOOST_TEST(is(simd::tanh(-zero), -zero));
  BOOST_TEST(is(simd::tanh(inf), 1));
  BOOST_TEST(is(simd::tanh(-inf), -1));
  BOOST_TEST(is(simd::tanh(Limits::max()), 1));
  BOOST_TEST(is(simd::tanh(Limits::denorm_min()), Limits::denorm_min()));
  BOOST_TEST(std::isnan(simd::tanh(nan)));
  BOOST_TEST(is(simd::sigmoid(zero), T(0.5)));
  BOOST_TEST(is(simd::sigmoid(-zero), T(0.5)));
  BOOST_TEST(is(simd::sigmoid(inf), 1));
  BOOST_TEST(is(simd::sigmoid(-inf), 0));
  BOOST_TEST(is(simd::sigmoid(Limits::max()), 1));
  BOOST_TEST(is(simd::sigmoid(Limits::lowest()), 0));
  BOOST_TEST(std::isnan(simd::sigmoid(nan)));
}

BOOST_AUTO_TEST_CASE(limits_are_as_documented) {
  check_limits<float>();
  check_limits<double>();
  BOOST_TEST(std::isfinite(simd::exp(88.72F)));
  BOOST_TEST(std::isinf(simd::exp(88.73F)));
  BOOST_TEST(std::isfinite(simd::exp(709.78)));
  BOOST_TEST(std::isinf(simd::exp(709.79)));
  BOOST_TEST(support::same_bits(simd::exp(-103.9F), std::numeric_limits<float>::denorm_min()));
  BOOST_TEST(support::same_bits(simd::exp(-745.1), std::numeric_limits<double>::denorm_min()));
}

// Where the simple form is 2.6 units off.
BOOST_AUTO_TEST_CASE(tanh_of_doubles_near_0_2_keeps_its_digits) {
  support::Samples samples(73);
  check_ulps<Tanh>(samples.uniforms<double>(1'000'000, 0.165, 0.255));
}

}  // namespace
