// SPDX-License-Identifier: MIT
#include <kiln/calculus/derivative.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <type_traits>

namespace {

constexpr auto parabola = [](double x) { return 0.01 * x * x + 0.1 * x; };

// A quadratic has no truncation error; rounding: 10⁻¹⁶·f/h ≈ 10⁻¹².
constexpr double rounding = 1e-11;

BOOST_AUTO_TEST_CASE(the_courses_parabola_has_slopes_0_2_and_0_3) {
  BOOST_TEST(std::abs(kiln::numerical_derivative(parabola, 5) - 0.2) < rounding);
  BOOST_TEST(std::abs(kiln::numerical_derivative(parabola, 10) - 0.3) < rounding);
}

BOOST_AUTO_TEST_CASE(a_derivative_of_a_constant_is_a_constant) {
  constexpr double slope = kiln::numerical_derivative(parabola, 5.0);
  static_assert(slope > 0.2 - rounding && slope < 0.2 + rounding);
  BOOST_TEST(std::abs(kiln::numerical_derivative(parabola, 5.0) - slope) < rounding);
}

BOOST_AUTO_TEST_CASE(the_error_falls_with_the_square_of_h) {
  const auto sine = [](double x) { return std::sin(x); };
  const double coarse = kiln::numerical_derivative(sine, 1.0, 1e-1) - std::cos(1.0);
  const double fine = kiln::numerical_derivative(sine, 1.0, 1e-2) - std::cos(1.0);
  BOOST_TEST(coarse / fine > 99.0);
  BOOST_TEST(coarse / fine < 101.0);
}

BOOST_AUTO_TEST_CASE(a_float_is_differentiated_in_float_and_an_integer_in_double) {
  const auto square = [](auto x) { return x * x; };
  static_assert(std::is_same_v<decltype(kiln::numerical_derivative(square, 3.0F)), float>);
  static_assert(std::is_same_v<decltype(kiln::numerical_derivative(square, 3)), double>);
  BOOST_TEST(kiln::numerical_derivative(square, 3.0F, 0.5F) == 6.0F);
}

}  // namespace
