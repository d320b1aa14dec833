// SPDX-License-Identifier: MIT
#include <kiln/graph/variable.hpp>

#include <boost/test/unit_test.hpp>
#include <type_traits>

#include <kiln/tensor/comparison.hpp>

namespace {

using kiln::BasicTensor;
using kiln::Shape;
using kiln::Tensor;
namespace graph = kiln::graph;

BOOST_AUTO_TEST_CASE(a_variable_has_a_label_a_value_and_a_gradient_of_zero) {
  const auto x = graph::variable("x", 3.5F);
  static_assert(std::is_same_v<decltype(x), const graph::Variable<float>>);
  BOOST_TEST(x.label() == "x");
  BOOST_TEST(x.value() == 3.5F);
  BOOST_TEST(x.gradient() == 0.0F);
  BOOST_TEST(graph::variable(2.0).label().empty());
}

BOOST_AUTO_TEST_CASE(an_integer_is_kept_as_double) {
  const auto x = graph::variable("apples", 2);
  static_assert(std::is_same_v<decltype(x), const graph::Variable<double>>);
  BOOST_TEST(x.value() == 2.0);
}

BOOST_AUTO_TEST_CASE(a_view_is_copied_into_a_tensor) {
  Tensor<2, 2> memory{{1, 2}, {3, 4}};
  auto x = graph::variable("row", memory[1]);
  static_assert(std::is_same_v<decltype(x)::value_type, Tensor<2>>);
  memory[1][0] = 9;
  BOOST_TEST((x.value() == Tensor<2>{3, 4}));
}

BOOST_AUTO_TEST_CASE(the_value_can_be_changed) {
  auto x = graph::variable(Tensor<2>{1, 2});
  x.value()(0) = 5;
  BOOST_TEST((x.value() == Tensor<2>{5, 2}));
}

BOOST_AUTO_TEST_CASE(variables_are_nodes_and_numbers_are_not) {
  static_assert(graph::AnyNode<graph::Variable<double>>);
  static_assert(graph::AnyNode<graph::Constant<Tensor<2>>&>);
  static_assert(!graph::AnyNode<double>);
  static_assert(!graph::AnyNode<Tensor<2>>);
  static_assert(!std::is_copy_constructible_v<graph::Variable<double>>);
  BOOST_TEST(graph::Constant<double>(2).value() == 2.0);
}

}  // namespace
