// SPDX-License-Identifier: MIT
#include <kiln/graph/elementwise.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <string_view>

#include <kiln/graph/arithmetic.hpp>
#include <kiln/graph/sum.hpp>
#include <kiln/graph/variable.hpp>
#include <kiln/tensor/tensor.hpp>

namespace {

namespace graph = kiln::graph;

// a²·b: an operation of a user's own, with two arguments.
struct SquareTimes {
  static constexpr std::string_view symbol = "a²b";
  template <class T>
  static constexpr T value(const T& a, const T& b) {
    return a * a * b;
  }
  template <std::size_t K, class T>
  static constexpr T slope(const T&, const T& a, const T& b) {
    if constexpr (K == 0) return T(2) * a * b;
    else return a * a;
  }
};

BOOST_AUTO_TEST_CASE(an_operation_has_a_value_and_a_slope_for_each_argument) {
  auto a = graph::variable("a", 3.0), b = graph::variable("b", 5.0);
  auto y = graph::connect_elementwise<SquareTimes>(a, b);
  y.forward();
  y.backward();
  BOOST_TEST(graph::Elementwise<SquareTimes>::symbol == "a²b");
  BOOST_TEST(y.value() == 45.0);
  BOOST_TEST(a.gradient() == 30.0);
  BOOST_TEST(b.gradient() == 9.0);
}

// b's row goes with each row of a: its gradient is the sum over them.
BOOST_AUTO_TEST_CASE(what_is_repeated_on_the_way_forward_is_summed_on_the_way_back) {
  auto a = graph::variable("a", kiln::BasicTensor<double, kiln::Shape(2, 3)>{{1, 2, 3}, {4, 5, 6}});
  auto b = graph::variable("b", kiln::BasicTensor<double, kiln::Shape(3)>{1, -1, 2});
  auto y = graph::sum(graph::connect_elementwise<SquareTimes>(a, b));
  y.forward();
  y.backward();
  BOOST_TEST(y.value() == 1.0 - 4 + 18 + 16 - 25 + 72);
  const std::array<double, 6> da{2, -4, 12, 8, -10, 24};
  const std::array<double, 3> db{1 + 16, 4 + 25, 9 + 36};
  for (std::size_t i = 0; i < 6; ++i) BOOST_TEST(a.gradient().data()[i] == da[i]);
  for (std::size_t j = 0; j < 3; ++j) BOOST_TEST(b.gradient()[j] == db[j]);
}

BOOST_AUTO_TEST_CASE(elements_go_with_each_other_as_broadcasting_has_it) {
  using Matrix = kiln::BasicTensor<float, kiln::Shape(2, 3)>;
  using Row = kiln::BasicTensor<float, kiln::Shape(3)>;
  for (std::size_t i = 0; i < 6; ++i) {
    BOOST_TEST((graph::position<Matrix, Matrix>(i)) == i);
    BOOST_TEST((graph::position<Row, Matrix>(i)) == i % 3);
    BOOST_TEST((graph::position<float, Matrix>(i)) == 0U);
  }
}

}  // namespace
