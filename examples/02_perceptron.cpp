// SPDX-License-Identifier: MIT
// 02 Perceptron: gates from weights, and why one layer is not enough.
//
// A perceptron says 1 where w1·x1 + w2·x2 + b > 0. That is a straight line with 1 on one side of
// it. AND, NAND and OR each have such a line; XOR has none, but a second layer on top of NAND and
// OR draws it with two.
//
// NAND is AND with every sign turned, the bias too: +0.7. Notes that copy AND's −0.7 get
// 0·0 + 0·0 − 0.7 < 0 at (0, 0), so 0, where NAND must say 1.

#include <cstdio>
#include <string>

#include <kiln/kiln.hpp>

#include "support/plot.hpp"

using kiln::Tensor;

// By hand, as the course begins.
constexpr int perceptron(double x1, double x2, double w1, double w2, double b) {
  return w1 * x1 + w2 * x2 + b > 0 ? 1 : 0;
}
constexpr int AND(int a, int b) { return perceptron(a, b, 0.5, 0.5, -0.7); }
constexpr int NAND(int a, int b) { return perceptron(a, b, -0.5, -0.5, 0.7); }
constexpr int OR(int a, int b) { return perceptron(a, b, 0.5, 0.5, -0.2); }
constexpr int XOR(int a, int b) { return AND(NAND(a, b), OR(a, b)); }
static_assert(XOR(0, 0) == 0 && XOR(0, 1) == 1 && XOR(1, 0) == 1 && XOR(1, 1) == 0);

// The same perceptron as a net: two inputs, one unit, and the step function behind it.
using Gate = kiln::Net<2, kiln::Dense<1, kiln::Step>>;

constexpr Gate gate(float w1, float w2, float b) {
  Gate net;
  net.layer<0>().weight.copy({w1}, {w2});
  net.layer<0>().bias.copy({b});
  return net;
}

// Two layers: NAND and OR see the inputs, AND sees those two. One column of weights for each unit.
using TwoLayers = kiln::Net<2, kiln::Dense<2, kiln::Step>, kiln::Dense<1, kiln::Step>>;

constexpr TwoLayers xor_net() {
  TwoLayers net;
  net.layer<0>().weight.copy({-0.5f, 0.5f}, {-0.5f, 0.5f});
  net.layer<0>().bias.copy({0.7f, -0.2f});
  net.layer<1>().weight.copy({0.5f}, {0.5f});
  net.layer<1>().bias.copy({-0.7f});
  return net;
}

template <class Function>
void truth_table(const char* name, const Function& f) {
  std::printf("%-17s%d  %d  %d  %d\n", name, f(0, 0), f(0, 1), f(1, 0), f(1, 1));
}

// A net as a function of two bits.
template <class Net>
auto asked(const Net& net) {
  return [net](int a, int b) { return static_cast<int>(net.predict(Tensor<2>{a, b})[0]); };
}

// What a net says everywhere on [−0.5, 1.5]², as one panel of the picture.
template <class Net>
std::string panel(const std::string& name, const Net& net) {
  std::string rows;
  for (float y = -0.485f; y < 1.5f; y += 0.02f) {
    for (float x = -0.485f; x < 1.5f; x += 0.02f) {
      rows += examples::row(x, y, net.predict(Tensor<2>{x, y})[0]);
    }
  }
  return examples::block(name, rows) + "set title '" + name + "'\nplot $" + name +
         " with image notitle, $corners with points notitle linetype 2 pointtype 7\n";
}

int main() {
  std::puts("x1, x2           00 01 10 11\nby hand");
  truth_table("  AND", AND);
  truth_table("  NAND", NAND);
  truth_table("  OR", OR);
  truth_table("  XOR", XOR);
  std::puts("as a net");
  truth_table("  AND", asked(gate(0.5f, 0.5f, -0.7f)));
  truth_table("  NAND", asked(gate(-0.5f, -0.5f, 0.7f)));
  truth_table("  NAND, b = -0.7", asked(gate(-0.5f, -0.5f, -0.7f)));
  truth_table("  OR", asked(gate(0.5f, 0.5f, -0.2f)));
  truth_table("  XOR, 2 layers", asked(xor_net()));

  // A net is a value like any other: the compiler can ask it too.
  constexpr TwoLayers net = xor_net();
  static_assert(net.predict(Tensor<2>{0, 1})[0] == 1 && net.predict(Tensor<2>{1, 1})[0] == 0);

  examples::plot("02_perceptron",
                 examples::block("corners", "0 0\n0 1\n1 0\n1 1\n") +
                     "set multiplot layout 1,3 title 'Blue: the net says 1' font ',16'\n"
                     "set palette defined (0 '#f4f4f4', 1 '#56b4e9')\nunset colorbox\n"
                     "set size ratio 1\nset xrange [-0.5:1.5]\nset yrange [-0.5:1.5]\n"
                     "set xlabel 'x_1'\nset ylabel 'x_2'\nset xtics 0.5\nset ytics 0.5\n" +
                     panel("NAND", gate(-0.5f, -0.5f, 0.7f)) +
                     panel("OR", gate(0.5f, 0.5f, -0.2f)) + panel("XOR", net),
                 960, 400);
}

// Output:
// x1, x2           00 01 10 11
// by hand
//   AND            0  0  0  1
//   NAND           1  1  1  0
//   OR             0  1  1  1
//   XOR            0  1  1  0
// as a net
//   AND            0  0  0  1
//   NAND           1  1  1  0
//   NAND, b = -0.7 0  0  0  0
//   OR             0  1  1  1
//   XOR, 2 layers  0  1  1  0
// …
