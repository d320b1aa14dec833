// SPDX-License-Identifier: MIT
// 10 The gradient of a net: numerically, and by backpropagation.
//
// A net of 2 × 3 weights sees (0.6, 0.9), which is of class 2. How does the loss change with each
// weight? Numerically: move one weight after the other and look, two passes for each. By
// backpropagation: one pass forward, one back, and all of them are there. They agree, so the fast
// one is right. Read the signs: the loss falls where weights to class 2 grow and all others shrink.

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <kiln/kiln.hpp>

#include "support/print.hpp"

using examples::print;

template <class T>
using Net = kiln::BasicNet<T, 2, kiln::Dense<3, kiln::Softmax>>;
template <class T>
using Weight = kiln::TensorOf<T, 2, 3>;

const Weight<double> W{{0.47355232, 0.9977393, 0.84668094}, {0.85557411, 0.03563661, 0.69422093}};

int main() {
  const kiln::TensorOf<double, 2> x{0.6, 0.9};
  const int t = 2;
  // The course's loss is −ln(y + 10⁻⁷), its gradient that of −ln y: the guard is left out of it.
  const kiln::CrossEntropy guarded, loss{.guard = 0};

  Net<double> net;  // the biases are 0
  net.layer<0>().weight.copy(W);
  kiln::Workspace<Net<double>, 1> workspace;
  Net<double>::Gradient numerical, backward;
  print("scores", kiln::matmul(x, W), "%.8f");
  print("probabilities", net.predict(x), "%.8f");
  std::printf("loss = %.7f\n", net.loss(guarded, x, t, workspace));

  kiln::numerical_gradient(net, loss, x, t, workspace, numerical);
  net.gradient(loss, x, t, workspace, backward);
  for (std::size_t i = 0; i < 2; ++i) {
    std::printf("the weights of input %zu\n", i);
    print("  numerically", numerical.layer<0>().weight[i], "%.9f");
    print("  backward   ", backward.layer<0>().weight[i], "%.9f");
  }

  double difference = 0;
  for (std::size_t i = 0; i < backward.storage().size(); ++i) {
    difference = std::max(difference, std::abs(backward.storage()[i] - numerical.storage()[i]));
  }
  std::printf("largest difference below 1e-8: %s\n", difference < 1e-8 ? "yes" : "no");

  // In float, as nets are trained: seven digits.
  Net<float> small;
  small.layer<0>().weight.copy(kiln::map(W, [](double w) { return static_cast<float>(w); }));
  kiln::Workspace<Net<float>, 1> small_workspace;
  Net<float>::Gradient gradient;
  small.gradient(loss, kiln::Tensor<2>{0.6f, 0.9f}, t, small_workspace, gradient);
  print("backward in float", gradient.layer<0>().weight, "%.6f");
}

// Output:
// scores = (1.05414809, 0.63071653, 1.13280740)
// probabilities = (0.36541271, 0.23927078, 0.39531651)
// loss = 0.9280683
// the weights of input 0
//   numerically = (0.219247627, 0.143562466, -0.362810093)
//   backward    = (0.219247627, 0.143562466, -0.362810093)
// the weights of input 1
//   numerically = (0.328871440, 0.215343699, -0.544215139)
//   backward    = (0.328871440, 0.215343699, -0.544215139)
// largest difference below 1e-8: yes
// backward in float = ((0.219248, 0.143562, -0.362810), (0.328871, 0.215344, -0.544215))
