// SPDX-License-Identifier: MIT
#include <kiln/graph/dot.hpp>

#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>

#include <kiln/graph/arithmetic.hpp>
#include <kiln/graph/functions.hpp>

namespace {

namespace graph = kiln::graph;

template <class N>
std::string drawn(const N& node) {
  std::ostringstream out;
  graph::write_dot(out, node);
  return out.str();
}

BOOST_AUTO_TEST_CASE(the_apples_are_drawn_with_values_and_gradients) {
  auto apple = graph::variable("apple", 100.0);
  auto tax = graph::variable("tax", 1.1);
  auto price = apple * 2;
  price.set_label("price");
  auto total = price * tax;
  total.forward();
  total.backward();
  BOOST_TEST(drawn(total) == R"(digraph {
  rankdir=LR
  node [shape=circle, fontname="sans-serif"]
  edge [fontname="sans-serif"]
  result [shape=none, label="", width=0.1, height=0.1]
  n0 [label="×"]
  n1 [label="price = ×"]
  n2 [shape=plain, label="apple"]
  n2 -> n1 [label=<100<br/><font color="firebrick">2.2</font>>]
  n3 [shape=point]
  n3 -> n1 [label=<2<br/><font color="firebrick">110</font>>]
  n1 -> n0 [label=<200<br/><font color="firebrick">1.1</font>>]
  n4 [shape=plain, label="tax"]
  n4 -> n0 [label=<1.1<br/><font color="firebrick">200</font>>]
  n0 -> result [label=<220<br/><font color="firebrick">1</font>>]
}
)");
}

BOOST_AUTO_TEST_CASE(a_shared_node_is_drawn_once_with_an_edge_for_each_use) {
  auto x = graph::variable("x", 3.0);
  auto y = x * x;
  y.forward();
  const std::string text = drawn(y);
  const std::string edge = "  n1 -> n0 ";
  BOOST_TEST(text.find("n2") == std::string::npos);
  BOOST_TEST(text.find(edge) != text.rfind(edge));
}

BOOST_AUTO_TEST_CASE(small_tensors_show_their_elements_and_large_ones_their_shape) {
  auto x = graph::variable("x", kiln::Tensor<2>{1, 2.5});
  auto w = graph::variable("w", kiln::Tensor<5, 2>{});
  auto y = w + x;
  y.forward();
  const std::string text = drawn(y);
  BOOST_TEST(text.find("<(1, 2.5)<br/>") != std::string::npos);
  BOOST_TEST(text.find("<5×2<br/>") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(labels_are_quoted) {
  auto x = graph::variable("a \"b\" \\", 3.0);
  auto y = sigmoid(x);
  BOOST_TEST(drawn(y).find(R"(label="a \"b\" \\"])") != std::string::npos);
}

}  // namespace
