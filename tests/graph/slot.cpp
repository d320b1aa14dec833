// SPDX-License-Identifier: MIT
#include <kiln/graph/slot.hpp>
#include <kiln/graph/variable.hpp>

#include <boost/test/unit_test.hpp>
#include <type_traits>

namespace {

namespace graph = kiln::graph;

template <class Value>
struct Counted : graph::Slot<Value> {
  using graph::Slot<Value>::Slot, graph::Slot<Value>::count_use, graph::Slot<Value>::end_use,
      graph::Slot<Value>::end_all_uses;
};

BOOST_AUTO_TEST_CASE(the_first_use_of_a_node_clears_its_gradient_and_the_last_is_told) {
  Counted<kiln::Tensor<2, 2>> node("x", {{1, 2}, {3, 4}});
  node.gradient() = kiln::Tensor<2, 2>{{5, 6}, {7, 8}};
  BOOST_TEST(node.count_use());
  BOOST_TEST((node.gradient() == kiln::Tensor<2, 2>{}));
  node.gradient()(1, 0) = 9;
  BOOST_TEST(!node.count_use());
  BOOST_TEST(node.gradient()(1, 0) == 9);
  BOOST_TEST(!node.end_use());
  BOOST_TEST(node.end_use());
  BOOST_TEST(!node.end_all_uses());
  BOOST_TEST(node.count_use());
  BOOST_TEST(!node.count_use());
  BOOST_TEST(node.end_all_uses());
  BOOST_TEST(!node.end_all_uses());
  BOOST_TEST((node.value() == kiln::Tensor<2, 2>{{1, 2}, {3, 4}}));
}

BOOST_AUTO_TEST_CASE(numbers_and_tensors_are_read_as_elements_of_a_shape) {
  double number = 3;
  kiln::Tensor<2, 3> tensor{{1, 2, 3}, {4, 5, 6}};
  BOOST_TEST(*graph::elements(number) == 3);
  BOOST_TEST(graph::elements(tensor)[4] == 5);
  static_assert(graph::value_shape<double> == kiln::Shape{1});
  static_assert(graph::value_shape<kiln::Tensor<2, 3>> == kiln::Shape{2, 3});
  static_assert(graph::operand_shape<graph::Variable<kiln::Tensor<2, 3>>&> == kiln::Shape{2, 3});
  static_assert(graph::operand_shape<const float&> == kiln::Shape{1});
  static_assert(std::is_same_v<graph::scalar_of_value<kiln::Tensor<2, 3>>, float>);
  static_assert(graph::AnyNode<graph::Variable<double>&> && !graph::AnyNode<double>);
  static_assert(!std::is_copy_constructible_v<graph::Slot<double>>);
}

}  // namespace
