// SPDX-License-Identifier: MIT
#include <kiln/calculus/gradient_descent.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstddef>
#include <vector>

namespace {

using kiln::BasicTensor;
using kiln::gradient_descent;
using kiln::Shape;
using Point = BasicTensor<double, Shape{2}>;

constexpr auto squares = [](const auto& x) { return x[0] * x[0] + x[1] * x[1]; };
constexpr Point start{-3, 4};

BOOST_AUTO_TEST_CASE(the_courses_descent_ends_near_the_minimum) {
  const Point end = gradient_descent(squares, start, {.learning_rate = 0.1, .steps = 100});
  // (−3, 4)·0.8¹⁰⁰; the course prints two digits
  BOOST_TEST(std::abs(end(0) - -6.11110793e-10) < 1e-15);
  BOOST_TEST(std::abs(end(1) - 8.14814391e-10) < 1e-15);
}

BOOST_AUTO_TEST_CASE(too_large_a_learning_rate_diverges) {
  const Point end = gradient_descent(squares, start, {.learning_rate = 10, .steps = 100});
  BOOST_TEST(std::abs(end(0)) > 1e12);
  BOOST_TEST(std::abs(end(1)) > 1e11);
}

BOOST_AUTO_TEST_CASE(too_small_a_learning_rate_hardly_moves) {
  const Point end = gradient_descent(squares, start, {.learning_rate = 1e-10, .steps = 100});
  BOOST_TEST(std::abs(end(0) - -2.99999994) < 1e-12);
  BOOST_TEST(std::abs(end(1) - 3.99999992) < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_path_begins_at_the_start_and_has_every_step) {
  std::vector<std::size_t> steps;
  std::vector<Point> path;
  const Point end = gradient_descent(squares, start, {.learning_rate = 0.1, .steps = 5},
                                     [&](std::size_t step, const Point& x) {
                                       steps.push_back(step);
                                       path.push_back(x);
                                     });
  BOOST_TEST(steps == (std::vector<std::size_t>{0, 1, 2, 3, 4, 5}),
             boost::test_tools::per_element());
  BOOST_TEST((path.front() == start));
  BOOST_TEST((path.back() == end));
  for (std::size_t i = 1; i < path.size(); ++i) {
    BOOST_TEST(std::abs(path[i](0) - 0.8 * path[i - 1](0)) < 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(an_array_can_descend_in_constant_evaluation) {
  constexpr std::array<double, 2> end =
      gradient_descent(squares, std::array<double, 2>{-3, 4}, {.learning_rate = 0.1, .steps = 20});
  static_assert(end[0] < -0.034 && end[0] > -0.035);  // −3·0.8²⁰ = −0.03459
  const auto again =
      gradient_descent(squares, std::array<double, 2>{-3, 4}, {.learning_rate = 0.1, .steps = 20});
  BOOST_TEST(std::abs(again[1] - end[1]) < 1e-10);
}

BOOST_AUTO_TEST_CASE(no_steps_lead_nowhere) {
  BOOST_TEST((gradient_descent(squares, start, {.steps = 0}) == start));
}

}  // namespace
