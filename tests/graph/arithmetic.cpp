// SPDX-License-Identifier: MIT
#include <kiln/graph/arithmetic.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include <kiln/tensor/comparison.hpp>

namespace {

using kiln::BasicTensor;
using kiln::Shape;
namespace graph = kiln::graph;

// Two apples at 100 with 10 % tax: value, then d/d(apple, count, tax, price), then the price.
constexpr std::array<double, 6> buy_apples() {
  auto apple = graph::variable("apple", 100.0);
  auto count = graph::variable("count", 2.0);
  auto tax = graph::variable("tax", 1.1);
  auto price = apple * count;
  auto total = price * tax;
  total.forward();
  total.backward();
  return {total.value(),  apple.gradient(), count.gradient(),
          tax.gradient(), price.gradient(), price.value()};
}

// Two apples at 100 and three oranges at 150.
constexpr std::array<double, 8> buy_apples_and_oranges() {
  auto apple = graph::variable("apple", 100.0), apples = graph::variable("apples", 2.0);
  auto orange = graph::variable("orange", 150.0), oranges = graph::variable("oranges", 3.0);
  auto tax = graph::variable("tax", 1.1);
  auto price = apple * apples + orange * oranges;
  auto total = price * tax;
  total.forward();
  total.backward();
  return {total.value(),     price.value(),      apple.gradient(), apples.gradient(),
          orange.gradient(), oranges.gradient(), tax.gradient(),   price.gradient()};
}

constexpr bool near(double a, double b) { return a - b < 1e-12 && b - a < 1e-12; }

// Evaluated and differentiated by the compiler.
static_assert(near(buy_apples()[0], 220));
static_assert(near(buy_apples()[1], 2.2));
static_assert(near(buy_apples()[2], 110));
static_assert(buy_apples()[3] == 200);
static_assert(near(buy_apples_and_oranges()[0], 715));
static_assert(near(buy_apples_and_oranges()[2], 2.2));
static_assert(near(buy_apples_and_oranges()[5], 165));

BOOST_AUTO_TEST_CASE(two_apples_cost_220) {
  const std::array<double, 6> expected = {220, 2.2, 110, 200, 1.1, 200};
  for (std::size_t i = 0; i < 6; ++i) BOOST_TEST(near(buy_apples()[i], expected[i]));
}

BOOST_AUTO_TEST_CASE(apples_and_oranges_cost_715) {
  const std::array<double, 8> expected = {715, 650, 2.2, 110, 3.3, 165, 650, 1.1};
  for (std::size_t i = 0; i < 8; ++i) BOOST_TEST(near(buy_apples_and_oranges()[i], expected[i]));
}

BOOST_AUTO_TEST_CASE(each_operator_has_its_derivatives) {
  auto a = graph::variable(6.0), b = graph::variable(2.0);
  auto sum = a + b;
  auto difference = a - b;
  auto quotient = a / b;
  auto negative = -a;
  BOOST_TEST(sum.forward() == 8.0);
  sum.backward();
  BOOST_TEST(a.gradient() == 1.0);
  BOOST_TEST(b.gradient() == 1.0);
  BOOST_TEST(difference.forward() == 4.0);
  difference.backward();
  BOOST_TEST(a.gradient() == 1.0);
  BOOST_TEST(b.gradient() == -1.0);
  BOOST_TEST(quotient.forward() == 3.0);
  quotient.backward();
  BOOST_TEST(a.gradient() == 0.5);
  BOOST_TEST(b.gradient() == -1.5);
  BOOST_TEST(negative.forward() == -6.0);
  negative.backward();
  BOOST_TEST(a.gradient() == -1.0);
}

BOOST_AUTO_TEST_CASE(numbers_and_tensors_are_constants) {
  auto x = graph::variable(BasicTensor<float, Shape{2}>{3, 5});
  auto y = 1 - 2.0 * x / 4 + BasicTensor<float, Shape{2}>{10, 20};
  static_assert(std::is_same_v<decltype(y)::value_type, BasicTensor<float, Shape{2}>>);
  y.forward();
  y.backward();
  BOOST_TEST((y.value() == BasicTensor<float, Shape{2}>{9.5, 18.5}));
  BOOST_TEST((x.gradient() == BasicTensor<float, Shape{2}>{-0.5, -0.5}));
}

BOOST_AUTO_TEST_CASE(what_is_broadcast_forward_is_summed_backward) {
  auto matrix = graph::variable(BasicTensor<double, Shape{2, 3}>{{1, 2, 3}, {4, 5, 6}});
  auto row = graph::variable(BasicTensor<double, Shape{3}>{10, 20, 30});
  auto column = graph::variable(BasicTensor<double, Shape{2, 1}>{2, 3});
  auto number = graph::variable(5.0);
  auto y = (matrix + row) * column * number;
  y.forward();
  y.backward();
  BOOST_TEST(y.value()(1, 2) == (6 + 30) * 3 * 5.0);
  BOOST_TEST((matrix.gradient() == BasicTensor<double, Shape{2, 3}>{{10, 10, 10}, {15, 15, 15}}));
  BOOST_TEST((row.gradient() == BasicTensor<double, Shape{3}>{25, 25, 25}));
  BOOST_TEST((column.gradient() == BasicTensor<double, Shape{2, 1}>{5 * 66, 5 * 75}));
  BOOST_TEST(number.gradient() == 2 * 66 + 3 * 75.0);
}

}  // namespace
