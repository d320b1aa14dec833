// SPDX-License-Identifier: MIT
#include <kiln/scalars/interval.hpp>

#include <kiln/activations/relu.hpp>
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/activations/step.hpp>
#include <kiln/activations/tanh.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/net/convert.hpp>
#include <kiln/net/net.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "support/of_net.hpp"
#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace {

using namespace kiln;

template <class T>
Interval<T> draw(support::Samples& samples) {
  const T a = static_cast<T>(samples.uniform(-3, 3)), b = static_cast<T>(samples.uniform(-3, 3));
  if (samples.integer(0, 4) == 0) return a;
  return {std::min(a, b), std::max(a, b)};
}

template <class T>
T within(const Interval<T>& x, support::Samples& samples) {
  const T at =
      static_cast<T>(samples.uniform(static_cast<double>(x.low), static_cast<double>(x.high)));
  return std::clamp(at, x.low, x.high);
}

// How many of many numbers, computed in a wider type from numbers within the operands, fall
// outside; `shrink` moves the bounds inward, as a control.
template <class T>
std::size_t outside(double shrink) {
  using W = support::Wider<T>;
  support::Samples samples(301);
  std::size_t count = 0;
  const auto look = [&](const Interval<T>& y, W exact) {
    const W inward = static_cast<W>(shrink) * (static_cast<W>(y.high) - static_cast<W>(y.low));
    count += exact < static_cast<W>(y.low) + inward || exact > static_cast<W>(y.high) - inward;
  };
  for (int i = 0; i < 20'000; ++i) {
    const auto a = draw<T>(samples), b = draw<T>(samples), c = draw<T>(samples);
    const std::array ends{i % 3 == 0 ? a.low : within(a, samples),
                          i % 3 == 0 ? b.high : within(b, samples),
                          i % 3 == 0 ? c.low : within(c, samples)};
    const W x = ends[0], y = ends[1], z = ends[2];
    look(a + b, x + y);
    look(a - b, x - y);
    look(a * b, x * y);
    look(a / (b * b + Interval<T>(1)), x / (y * y + 1));
    look(fma(a, b, c), x * y + z);
    look(-a, -x);
    look(abs(a), std::abs(x));
    look(max(a, b), std::max(x, y));
    look(exp(a), std::exp(x));
    look(log(abs(a) + Interval<T>(T(0.01))), std::log(std::abs(x) + static_cast<W>(T(0.01))));
    look(sqrt(abs(a)), std::sqrt(std::abs(x)));
    look(tanh(a), std::tanh(x));
    look(sigmoid(a), 1 / (1 + std::exp(-x)));
    look(select(a < b, a, b), std::min(x, y));
  }
  return count;
}

BOOST_AUTO_TEST_CASE(every_result_lies_within_the_interval_of_its_operation) {
  BOOST_TEST(outside<float>(0) == 0U);
  BOOST_TEST(outside<double>(0) == 0U);
  BOOST_TEST(outside<float>(0.01) > 1000U);
}

BOOST_AUTO_TEST_CASE(bounds_are_wider_than_the_exact_ones_by_a_few_places_only) {
  const float one = 1, ulp = std::numeric_limits<float>::epsilon();
  const Interval<float> sum = Interval<float>(one) + Interval<float>(2.0F);
  BOOST_TEST((sum.low < 3 && sum.high > 3 && sum.width() <= 4 * ulp));
  const Interval<float> product = fma(Interval<float>(-1, 2), Interval<float>(-3, 5), one);
  BOOST_TEST((product.low <= -5 && product.low > -5 - 8 * ulp));
  BOOST_TEST((product.high >= 11 && product.high < 11 + 16 * ulp));
  BOOST_TEST(exp(Interval<float>(one)).width() < 24 * ulp);
}

// Rows of what weights are, single numbers, and of other intervals, each of every size there is.
template <class T>
std::size_t unlike_fma(bool moved) {
  support::Samples samples(303);
  std::size_t unequal = 0;
  const auto sized = [&](Interval<T> x) {
    const T scale = static_cast<T>(std::ldexp(1.0, static_cast<int>(samples.integer(-140, 120))));
    return Interval<T>(x.low * scale, x.high * scale);
  };
  for (int i = 0; i < 20'000; ++i) {
    const auto a = sized(draw<T>(samples));
    std::array<Interval<T>, 3> y{sized(draw<T>(samples)), -a, Interval<T>(0)};
    std::array<Interval<T>, 6> x;
    for (std::size_t j = 0; j < x.size(); ++j) x[j] = sized(draw<T>(samples));
    if (i % 2 == 0) x[0] = x[0].low;
    x[2] = Interval<T>(1);
    x[4] = Interval<T>(i % 3 == 0 ? T(-0.0) : std::numeric_limits<T>::max());
    auto expected = y;
    for (std::size_t j = 0; j < 3; ++j) expected[j] = fma(a, x[2 * j + (moved ? 1 : 0)], y[j]);
    axpy(std::size_t{3}, a, x.data(), std::size_t{2}, y.data());
    for (std::size_t j = 0; j < 3; ++j) unequal += y[j] == expected[j] ? 0 : 1;
  }
  return unequal;
}

BOOST_AUTO_TEST_CASE(a_row_of_products_is_fma_for_each) {
  BOOST_TEST(unlike_fma<float>(false) == 0U);
  BOOST_TEST(unlike_fma<double>(false) == 0U);
  BOOST_TEST(unlike_fma<float>(true) > 1000U);
}

BOOST_AUTO_TEST_CASE(numbers_that_a_scalar_lacks_become_their_two_neighbours) {
  BOOST_TEST((Interval<float>(0.5) == Interval<float>(0.5F, 0.5F)));
  const Interval<float> tenth(0.1);
  BOOST_TEST((static_cast<double>(tenth.low) < 0.1 && static_cast<double>(tenth.high) > 0.1));
}

BOOST_AUTO_TEST_CASE(what_is_not_certain_may_be_either) {
  using I = Interval<float>;
  BOOST_TEST((I(0, 1) < I(2, 3)) == true);
  BOOST_TEST((I(0, 2) < I(1, 3)) == false);
  BOOST_TEST((I(0, 2) < I(1, 3)).possible);
  BOOST_TEST(!(I(2, 3) < I(0, 2)).possible);
  BOOST_TEST((Step::value(I(-1, 1)) == I(0, 1)));
  BOOST_TEST((Step::value(I(1, 2)) == I(1)));
  BOOST_TEST((ReLU::value(I(-1, 2)) == I(0, 2)));
  BOOST_TEST((ReLU::slope(I(-1, 2)) == I(0, 1)));
  const I all = I(1) / I(-1, 1);
  BOOST_TEST((std::isinf(all.low) && std::isinf(all.high)));
}

BOOST_AUTO_TEST_CASE(bounds_never_step_over_infinity_and_nan_stays) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  constexpr float largest = std::numeric_limits<float>::max();
  const Interval<float> sum = Interval<float>(largest) + Interval<float>(largest);
  BOOST_TEST((sum.low == largest && sum.high == infinity));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  BOOST_TEST(std::isnan((Interval<float>(nan) + Interval<float>(1.0F)).low));
  const Interval<float> tiny = Interval<float>(0.0F) + Interval<float>(0.0F);
  BOOST_TEST((tiny.low < 0 && tiny.high > 0 && tiny.width() < 1e-44F));
}

// What a net of floats computes for a million inputs in a box lies within what the net of intervals
// says of the box; a twentieth of the box is left.
template <class... Layers>
void check_net(std::uint64_t seed) {
  using Real = Net<3, Layers...>;
  using Bounds = BasicNet<Interval<float>, 3, Layers...>;
  support::Samples samples(seed);
  Real net;
  support::fill(net, samples);
  Bounds bounds;
  convert(net, bounds);
  const std::array<float, 3> center{0.3F, -0.7F, 0.1F};
  std::array<Interval<float>, 3> box, part;
  surround(center, 0.2F, -1.0F, 1.0F, box);
  surround(center, 0.01F, -1.0F, 1.0F, part);
  const auto y = bounds.predict(box), narrow = bounds.predict(part);
  std::size_t outside = 0, outside_narrow = 0;
  for (int i = 0; i < 250'000; ++i) {
    std::array<float, 3> x;
    for (std::size_t j = 0; j < 3; ++j) x[j] = within(box[j], samples);
    const auto out = net.predict(x);
    for (std::size_t j = 0; j < Real::output.size(); ++j) {
      outside += y(j).contains(out(j)) ? 0 : 1;
      outside_narrow += narrow(j).contains(out(j)) ? 0 : 1;
    }
  }
  BOOST_TEST(outside == 0U);
  BOOST_TEST(outside_narrow > 0U);
}

BOOST_AUTO_TEST_CASE(a_million_samples_lie_within_a_nets_bounds) {
  check_net<Dense<8, Tanh>, Dense<1, Tanh>>(311);
  check_net<Dense<7, ReLU>, Dense<5, Sigmoid>, Dense<2>>(312);
  check_net<Dense<5, Sigmoid>, Dense<3, Softmax>>(313);
  check_net<Dense<33, ReLU>, Dense<3>>(314);
}

// The same in a constant expression.
constexpr float widest() {
  BasicNet<Interval<float>, 2, Dense<3, Tanh>, Dense<1>> net;
  for (auto& p : net.storage()) p = Interval<float>(0.5F);
  const auto y = net.predict(std::array{Interval<float>(-1, 1), Interval<float>(0, 1)});
  return y(0).width();
}
static_assert(widest() > 1 && widest() < 3);

}  // namespace
