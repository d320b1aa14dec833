// SPDX-License-Identifier: MIT
// 12 The computational graph: how backpropagation works.
//
// An expression of variables is a graph of nodes that keep their values. Going forward, each node
// computes. Going backward, each tells its operands how much the result changes with them: addition
// passes on what it was told, multiplication passes it on times the other factor. With nodes for
// layers and a loss, nothing more is needed for the gradient of a net.

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
void line(const char* name, const Node& node) {
  std::printf("  %-9s%4g  gradient %g\n", name, node.value(), node.gradient());
}

void two_apples() {
  auto apple = graph::variable("apple", 100.0), apples = graph::variable("apples", 2.0);
  auto tax = graph::variable("tax", 1.1);
  auto net = apple * apples;  // a node that has a name, to be looked at afterwards
  auto price = net * tax;

  price.forward();
  price.backward();
  std::puts("Two apples, and tax");
  line("price", price), line("net", net);
  line("apple", apple), line("apples", apples), line("tax", tax);
}

void apples_and_oranges() {
  auto apple = graph::variable("apple", 100.0), apples = graph::variable("apples", 2.0);
  auto orange = graph::variable("orange", 150.0), oranges = graph::variable("oranges", 3.0);
  auto tax = graph::variable("tax", 1.1);
  auto price = (apple * apples + orange * oranges) * tax;

  price.forward();
  price.backward();
  std::puts("Two apples, three oranges, and tax");
  line("price", price);
  line("apple", apple), line("apples", apples);
  line("orange", orange), line("oranges", oranges), line("tax", tax);

  std::ofstream file("12_graph.dot");
  graph::write_dot(file, price);
}

// All this while compiling, since here the inputs are constants: the slope of x·x + 3·x at 2.
constexpr double slope = [] {
  auto x = graph::variable(2.0);
  auto y = x * x + 3 * x;
  y.forward();
  y.backward();
  return x.gradient();
}();
static_assert(slope == 2 * 2 + 3);

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

  using kiln::Dense, kiln::Sigmoid, kiln::Softmax;
  using Net = kiln::BasicNet<double, 2, Dense<3, Sigmoid>, Dense<2, Softmax>>;
  Net net;
  net.layer<0>().weight.copy(W1.value());
  net.layer<0>().bias.copy(b1.value());
  net.layer<1>().weight.copy(W2.value());
  net.layer<1>().bias.copy(b2.value());
  kiln::Workspace<Net, 1> workspace;
  Net::Gradient gradient;
  net.gradient(kiln::CrossEntropy{}, x.value(), 1, workspace, gradient);

  std::puts("A net of nodes, and the same as a Net");
  examples::print("  dW2", W2.gradient(), "%9.6f");
  examples::print("     ", gradient.layer<1>().weight, "%9.6f");
  examples::print("  dW1", W1.gradient(), "%9.6f");
  examples::print("     ", gradient.layer<0>().weight, "%9.6f");
}

int main() {
  two_apples();
  apples_and_oranges();
  std::printf("x*x + 3*x at 2 has the slope %g, says the compiler\n", slope);
  net_of_nodes();
  examples::draw_dot("12_graph");
}

// Output:
// Two apples, and tax
//   price     220  gradient 1
//   net       200  gradient 1.1
//   apple     100  gradient 2.2
//   apples      2  gradient 110
//   tax       1.1  gradient 200
// Two apples, three oranges, and tax
//   price     715  gradient 1
//   apple     100  gradient 2.2
//   apples      2  gradient 110
//   orange    150  gradient 3.3
//   oranges     3  gradient 165
//   tax       1.1  gradient 650
// x*x + 3*x at 2 has the slope 7, says the compiler
// A net of nodes, and the same as a Net
//   dW2 = (( 0.193109, -0.193109), ( 0.223787, -0.223787), ( 0.250457, -0.250457))
//       = (( 0.193109, -0.193109), ( 0.223787, -0.223787), ( 0.250457, -0.250457))
//   dW1 = ((-0.014453, -0.013011, -0.010924), (-0.021680, -0.019517, -0.016387))
//       = ((-0.014453, -0.013011, -0.010924), (-0.021680, -0.019517, -0.016387))
// …
