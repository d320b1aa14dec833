// SPDX-License-Identifier: MIT
// 03 Activations: the function behind each layer.
//
// Without one, layers on top of each other are only one layer: (x·W₁)·W₂ = x·(W₁·W₂). The step is
// flat, so nothing can learn through it; the sigmoid is a step with a slope. ReLU is cheap and does
// not flatten out. The identity is for numbers to be predicted, softmax for classes: it alone looks
// at a whole row, and turns scores into probabilities.

#include <cstdio>
#include <string>

#include <kiln/kiln.hpp>

#include "support/plot.hpp"

using kiln::Identity, kiln::ReLU, kiln::Sigmoid, kiln::Step, kiln::Tanh;
using Scores = kiln::TensorOf<double, 3>;

Scores softmax(const Scores& z) { return kiln::activate<kiln::Softmax>(z); }

// One line of the table: the value, and the slope that backpropagation multiplies in.
template <class Activation>
void line(const char* name) {
  std::printf("%-9s", name);
  for (const double z : {-1.0, 0.0, 1.0, 2.0}) {
    const double y = Activation::value(z);
    std::printf("  %7.4f (%.4f)", y, Activation::slope(y));
  }
  std::puts("");
}

// The same function over [−5, 5], to be plotted.
template <class Activation>
std::string curve(const std::string& name) {
  std::string rows;
  for (int i = -500; i <= 500; ++i) rows += examples::row(i / 100.0, Activation::value(i / 100.0));
  return examples::block(name, rows);
}

int main() {
  std::printf("%-9s", "");
  for (const int z : {-1, 0, 1, 2}) std::printf("  z = %-12d", z);
  std::puts("");
  line<Step>("step");
  line<Sigmoid>("sigmoid");
  line<Tanh>("tanh");
  line<ReLU>("ReLU");
  line<Identity>("identity");
  const Scores y = softmax({-1, 1, 2});
  std::printf("softmax of (-1, 1, 2) = (%.4f, %.4f, %.4f)\n", y[0], y[1], y[2]);

  std::string rows;
  for (int i = -500; i <= 500; ++i) {
    const Scores p = softmax({i / 100.0, 1, 0});
    rows += examples::row(i / 100.0, p[0], p[1], p[2]);
  }
  examples::plot("03_activations",
                 curve<Step>("step") + curve<Sigmoid>("sigmoid") + curve<Tanh>("tanh") +
                     curve<ReLU>("relu") + curve<Identity>("identity") +
                     examples::block("softmax", rows) + R"(
set multiplot layout 1,3
set xlabel 'z'
set xrange [-5:5]
set key left top
set title 'Step and sigmoid'
set yrange [-0.1:1.3]
plot $step with lines title 'step', $sigmoid with lines title 'sigmoid'
set title 'Tanh, ReLU, identity'
set yrange [-2:4]
plot $identity with lines linetype 6 linewidth 6 title 'identity', \
     $relu with lines linetype 2 title 'ReLU', $tanh with lines linetype 3 title 'tanh'
set title 'Softmax of (z, 1, 0)'
set yrange [-0.1:1.3]
plot $softmax using 1:2 with lines title 'first', \
     $softmax using 1:3 with lines title 'second', $softmax using 1:4 with lines title 'third'
)",
                 1200, 420);
}

// Output:
//            z = -1            z = 0             z = 1             z = 2
// step        0.0000 (0.0000)   0.0000 (0.0000)   1.0000 (0.0000)   1.0000 (0.0000)
// sigmoid     0.2689 (0.1966)   0.5000 (0.2500)   0.7311 (0.1966)   0.8808 (0.1050)
// tanh       -0.7616 (0.4200)   0.0000 (1.0000)   0.7616 (0.4200)   0.9640 (0.0707)
// ReLU        0.0000 (0.0000)   0.0000 (0.0000)   1.0000 (1.0000)   2.0000 (1.0000)
// identity   -1.0000 (1.0000)   0.0000 (1.0000)   1.0000 (1.0000)   2.0000 (1.0000)
// softmax of (-1, 1, 2) = (0.0351, 0.2595, 0.7054)
// …
