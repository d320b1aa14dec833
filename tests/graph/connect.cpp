// SPDX-License-Identifier: MIT
#include <kiln/graph/connect.hpp>

#include <boost/test/unit_test.hpp>
#include <tuple>
#include <type_traits>
#include <utility>

#include <kiln/graph/arithmetic.hpp>
#include <kiln/tensor/arithmetic.hpp>
#include <kiln/tensor/comparison.hpp>

namespace {

using kiln::Tensor;
namespace graph = kiln::graph;

BOOST_AUTO_TEST_CASE(named_nodes_are_referred_to_and_temporaries_are_owned) {
  auto a = graph::variable(2.0), b = graph::variable(3.0), c = graph::variable(4.0);
  auto y = (a * b) * c;
  using Y = decltype(y);
  using Operands = std::remove_cvref_t<decltype(y.operands())>;
  static_assert(!std::is_reference_v<std::tuple_element_t<0, Operands>>);
  static_assert(std::is_same_v<std::tuple_element_t<1, Operands>, graph::Variable<double>&>);
  static_assert(!std::is_copy_constructible_v<Y> && std::is_move_constructible_v<Y>);
  y.forward();
  y.backward();
  BOOST_TEST(y.value() == 24.0);
  BOOST_TEST(a.gradient() == 12.0);
  BOOST_TEST(b.gradient() == 8.0);
  BOOST_TEST(c.gradient() == 6.0);
  BOOST_TEST(std::get<0>(y.operands()).value() == 6.0);
  BOOST_TEST(std::get<0>(y.operands()).gradient() == 4.0);
}

BOOST_AUTO_TEST_CASE(an_expression_that_moves_takes_its_temporaries_along) {
  auto a = graph::variable(2.0), b = graph::variable(3.0);
  const auto build = [&] { return (a + b) * (a - b); };
  auto y = build();
  auto moved = std::move(y);
  BOOST_TEST(moved.forward() == -5.0);
  moved.backward();
  BOOST_TEST(a.gradient() == 4.0);
  BOOST_TEST(b.gradient() == -6.0);
}

BOOST_AUTO_TEST_CASE(numbers_take_the_scalar_of_the_node_beside_them) {
  auto x = graph::variable(Tensor<2>{1, 2});
  auto y = 2.0 * x;
  using Operands = std::remove_cvref_t<decltype(y.operands())>;
  static_assert(std::is_same_v<std::tuple_element_t<0, Operands>, graph::Constant<float>>);
  y.forward();
  BOOST_TEST((y.value() == Tensor<2>{2, 4}));
}

BOOST_AUTO_TEST_CASE(tensors_and_views_are_copied_into_constants) {
  auto x = graph::variable(Tensor<2>{1, 2});
  Tensor<2, 2> matrix{{1, 2}, {3, 4}};
  auto y = x + matrix[1];
  matrix[1][0] = 100;
  y.forward();
  BOOST_TEST((y.value() == Tensor<2>{4, 6}));
}

BOOST_AUTO_TEST_CASE(an_expression_without_a_node_is_none) {
  static_assert(graph::NodeOperands<graph::Variable<double>&, int>);
  static_assert(graph::NodeOperands<Tensor<2>, graph::Variable<double>>);
  static_assert(!graph::NodeOperands<double, int>);
  static_assert(!graph::NodeOperands<graph::Variable<double>&, const char*>);
  BOOST_TEST((Tensor<2>{1, 2} * 2 == Tensor<2>{2, 4}));  // kiln's operator, not the graph's
}

}  // namespace
