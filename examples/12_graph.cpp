// SPDX-License-Identifier: MIT
// 12 The computational graph: how backpropagation works.
//
// An expression of variables is a graph, here an object that keeps its intermediate values. Going
// forward each node computes; going backward each hands on how much the result would change with
// each of its operands. Addition passes on what it gets, multiplication passes it on times the other
// factor. With nodes for a layer and a loss this is all that a net's gradient takes.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>

#include <kiln/graph/dot.hpp>
#include <kiln/kiln.hpp>

#include "support/plot.hpp"
#include "support/print.hpp"

namespace graph = kiln::graph;
using kiln::Shape;
template <Shape S>
using Numbers = kiln::BasicTensor<double, S>;

template <class Node>
void line(const Node& node) {
  std::printf("  %-8s %6g  gradient %g\n", std::string(node.label()).c_str(), node.value(),
              node.gradient());
}

void apples() {
  auto apple = graph::variable("apple", 100.0);
  auto count = graph::variable("count", 2.0);
  auto tax = graph::variable("tax", 1.1);
  auto net_price = apple * count;
  auto price = net_price * tax;
  net_price.set_label("net");
  price.set_label("price");

  price.forward();
  price.backward();
  std::puts("Two apples");
  line(price), line(net_price), line(apple), line(count), line(tax);
}

void apples_and_oranges() {
  auto apple = graph::variable("apple", 100.0), apples = graph::variable("apples", 2.0);
  auto orange = graph::variable("orange", 150.0), oranges = graph::variable("oranges", 3.0);
  auto tax = graph::variable("tax", 1.1);
  auto price = (apple * apples + orange * oranges) * tax;
  price.set_label("price");

  price.forward();
  price.backward();
  std::puts("Two apples and three oranges");
  line(price), line(apple), line(apples), line(orange), line(oranges), line(tax);

  std::ofstream file("12_graph.dot");
  graph::write_dot(file, price);
}

// The same while compiling: the derivative of x·x + 3·x at 2, which is 2·2 + 3.
constexpr double slope = [] {
  auto x = graph::variable(2.0);
  auto y = x * x + 3 * x;
  y.forward();
  y.backward();
  return x.gradient();
}();
static_assert(slope == 7);

// A net of nodes, and the same net as a Net.
void net_of_nodes() {
  auto x = graph::variable("x", Numbers<2>{0.6, 0.9});
  auto W1 = graph::variable("W1", Numbers<Shape{2, 3}>{{0.1, 0.3, 0.5}, {0.2, 0.4, 0.6}});
  auto b1 = graph::variable("b1", Numbers<3>{0.1, 0.2, 0.3});
  auto W2 = graph::variable("W2", Numbers<Shape{3, 2}>{{0.1, 0.4}, {0.2, 0.5}, {0.3, 0.6}});
  auto b2 = graph::variable("b2", Numbers<2>{0.1, 0.2});
  auto scores = affine(sigmoid(affine(x, W1, b1)), W2, b2);
  auto loss = softmax_cross_entropy(scores, Numbers<2>{0, 1});
  loss.forward();
  loss.backward();

  using Net = kiln::BasicNet<double, 2, kiln::Dense<3, kiln::Sigmoid>, kiln::Dense<2, kiln::Softmax>>;
  Net net;
  net.layer<0>().weight.copy(W1.value());
  net.layer<0>().bias.copy(b1.value());
  net.layer<1>().weight.copy(W2.value());
  net.layer<1>().bias.copy(b2.value());
  kiln::Workspace<Net, 1> workspace;
  Net::Gradient gradient;
  net.gradient(kiln::CrossEntropy{.guard = 0}, x.value(), 1, workspace, gradient);

  std::puts("A net of nodes, and the same as a Net");
  examples::print("  dW2", W2.gradient(), "%9.6f");
  examples::print("     ", gradient.layer<1>().weight, "%9.6f");
  examples::print("  dW1", W1.gradient(), "%9.6f");
  examples::print("     ", gradient.layer<0>().weight, "%9.6f");
}

int main() {
  apples();
  apples_and_oranges();
  std::printf("x*x + 3*x at 2 has the slope %g, says the compiler\n", slope);
  net_of_nodes();
  examples::draw_dot("12_graph");
}
