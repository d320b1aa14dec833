// SPDX-License-Identifier: MIT
#include <kiln/graph/functions.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>

#include <kiln/calculus/derivative.hpp>
#include <kiln/graph/arithmetic.hpp>

namespace {

using kiln::BasicTensor;
using kiln::Shape;
namespace graph = kiln::graph;
using Three = BasicTensor<double, Shape{3}>;

// Central differences with h = 10⁻⁵: truncation and rounding are both about 10⁻¹¹.
constexpr double difference = 1e-9;

template <class Build, class F>
void check(const Three& at, const Build& build, const F& f) {
  auto x = graph::variable(at);
  auto y = build(x);
  y.forward();
  y.backward();
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(std::abs(y.value()(i) - f(at(i))) < 1e-14);
    const double slope = kiln::numerical_derivative(f, at(i), 1e-5);
    BOOST_TEST(std::abs(x.gradient()(i) - slope) < difference);
  }
}

BOOST_AUTO_TEST_CASE(functions_have_their_values_and_derivatives) {
  const Three at{-1.5, 0.3, 2};
  check(
      at, [](auto& x) { return sigmoid(x); }, [](double x) { return 1 / (1 + std::exp(-x)); });
  check(
      at, [](auto& x) { return tanh(x); }, [](double x) { return std::tanh(x); });
  check(
      at, [](auto& x) { return relu(x); }, [](double x) { return x > 0 ? x : 0; });
  check(
      at, [](auto& x) { return exp(x); }, [](double x) { return std::exp(x); });
  check(
      {0.5, 1, 3}, [](auto& x) { return log(x); }, [](double x) { return std::log(x); });
}

BOOST_AUTO_TEST_CASE(relu_is_flat_at_zero_and_keeps_nan) {
  auto x = graph::variable(Three{0, -0.0, std::nan("")});
  auto y = relu(x);
  y.forward();
  y.backward();
  BOOST_TEST(y.value()(0) == 0.0);
  BOOST_TEST(std::isnan(y.value()(2)));
  BOOST_TEST(x.gradient()(0) == 0.0);
  BOOST_TEST(x.gradient()(1) == 0.0);
}

BOOST_AUTO_TEST_CASE(functions_of_functions_of_numbers_are_differentiated) {
  auto x = graph::variable(0.7);
  auto y = log(1 + exp(x));  // its derivative is the sigmoid
  auto reference = sigmoid(x);
  y.forward();
  y.backward();
  const double slope = x.gradient();
  BOOST_TEST(std::abs(slope - reference.forward()) < 1e-15);
}

constexpr double slope_of_sigmoid() {
  auto x = graph::variable(0.0);
  auto y = sigmoid(x);
  y.forward();
  y.backward();
  return x.gradient();
}
static_assert(slope_of_sigmoid() == 0.25);

}  // namespace
