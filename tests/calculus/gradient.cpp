// SPDX-License-Identifier: MIT
#include <kiln/calculus/gradient.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <span>
#include <vector>

#include <kiln/tensor/arithmetic.hpp>
#include <kiln/tensor/reduce.hpp>

namespace {

using kiln::BasicTensor;
using kiln::numerical_gradient;
using kiln::Shape;
using Point = BasicTensor<double, Shape{2}>;

constexpr auto squares = [](const auto& x) { return x[0] * x[0] + x[1] * x[1]; };

// A quadratic has no truncation error; rounding: 10⁻¹⁶·f/h ≈ 10⁻¹¹.
constexpr double rounding = 1e-10;

void check(const Point& x, double first, double second) {
  const Point gradient = numerical_gradient(squares, x);
  BOOST_TEST(std::abs(gradient(0) - first) < rounding);
  BOOST_TEST(std::abs(gradient(1) - second) < rounding);
}

BOOST_AUTO_TEST_CASE(the_courses_gradients_of_a_sum_of_squares) {
  check({3, 4}, 6, 8);
  check({0, 2}, 0, 4);
  check({3, 0}, 6, 0);
}

BOOST_AUTO_TEST_CASE(an_array_gives_an_array) {
  const std::array<double, 2> gradient = numerical_gradient(squares, std::array<double, 2>{3, 4});
  BOOST_TEST(std::abs(gradient[0] - 6) < rounding);
  BOOST_TEST(std::abs(gradient[1] - 8) < rounding);
}

BOOST_AUTO_TEST_CASE(a_matrix_gives_a_matrix) {
  const BasicTensor<double, Shape{2, 2}> x{{1, 2}, {3, 4}};
  const auto gradient = numerical_gradient([](const auto& m) { return kiln::sum(m * m * m); }, x);
  for (std::size_t i = 0; i < 4; ++i) {
    // truncation: h²/6·f‴ = 10⁻⁸
    BOOST_TEST(std::abs(gradient.data()[i] - 3 * x.data()[i] * x.data()[i]) < 2e-8);
  }
}

BOOST_AUTO_TEST_CASE(a_span_is_moved_in_place_and_ends_as_it_began) {
  std::vector<double> x = {3, 4, 0.1}, gradient(3);
  int calls = 0;
  numerical_gradient(
      [&] {
        ++calls;
        return x[0] * x[1] * x[2];
      },
      std::span<double>(x), std::span<double>(gradient));
  BOOST_TEST(calls == 6);
  BOOST_TEST(x == (std::vector<double>{3, 4, 0.1}), boost::test_tools::per_element());
  BOOST_TEST(std::abs(gradient[0] - 0.4) < rounding);
  BOOST_TEST(std::abs(gradient[1] - 0.3) < rounding);
  BOOST_TEST(std::abs(gradient[2] - 12) < rounding);
}

BOOST_AUTO_TEST_CASE(a_view_is_moved_in_place_and_gives_a_tensor) {
  Point memory{3, 4};
  const Point from_function = numerical_gradient(squares, memory.view());
  const Point from_closure = numerical_gradient([&] { return squares(memory); }, memory.view());
  BOOST_TEST(std::abs(from_function(1) - 8) < rounding);
  BOOST_TEST(from_closure(0) == from_function(0));
  BOOST_TEST((memory == Point{3, 4}));
}

BOOST_AUTO_TEST_CASE(a_gradient_can_be_a_constant) {
  constexpr Point gradient = numerical_gradient(squares, Point{3, 4});
  static_assert(gradient(0) > 6 - rounding && gradient(0) < 6 + rounding);
  BOOST_TEST(std::abs(numerical_gradient(squares, Point{3, 4})(1) - gradient(1)) < rounding);
}

}  // namespace
