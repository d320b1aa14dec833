// SPDX-License-Identifier: MIT
// 10 The gradient of a net: numerically, and by backpropagation.
//
// A net of 2 × 3 weights sees (0.6, 0.9), which is of class 2. How does the loss change with each
// weight? Numerically: move one weight after the other and look, two passes for each. By
// backpropagation: one pass forward, one back, and all of them are there. They agree, so the fast
// one is right. The gradient reads: less of dW's positive ones, more of the negative ones, and the
// score of class 2 rises.

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <kiln/kiln.hpp>

#include "support/print.hpp"

using examples::print;

template <class T>
using Net = kiln::BasicNet<T, 2, kiln::Dense<3, kiln::Softmax>>;
template <class T>
using Weight = kiln::BasicTensor<T, kiln::Shape{2, 3}>;

template <class T>
Net<T> course_net() {
  Net<T> net;  // the biases are 0
  net.template layer<0>().weight.copy(
      Weight<T>{{T(0.47355232), T(0.9977393), T(0.84668094)},
                {T(0.85557411), T(0.03563661), T(0.69422093)}});
  return net;
}

int main() {
  const kiln::BasicTensor<double, 2> x{0.6, 0.9};
  const int t = 2;
  // The course's loss is −ln(y + 10⁻⁷), its gradient that of −ln y: the guard is left out of it.
  const kiln::CrossEntropy guarded, loss{.guard = 0};

  Net<double> net = course_net<double>();
  kiln::Workspace<Net<double>, 1> workspace;
  Net<double>::Gradient numerical, backward;
  print("scores", kiln::matmul(x, Weight<double>(net.layer<0>().weight)), "%.8f");
  print("probabilities", net.predict(x), "%.8f");
  std::printf("loss = %.7f\n", net.loss(guarded, x, t, workspace));

  kiln::numerical_gradient(net, loss, x, t, workspace, numerical);
  net.gradient(loss, x, t, workspace, backward);
  print("dW, numerically", numerical.layer<0>().weight, "%.9f");
  print("dW, backward   ", backward.layer<0>().weight, "%.9f");
  print("db, backward   ", backward.layer<0>().bias, "%.9f");

  double difference = 0;
  for (std::size_t i = 0; i < backward.storage().size(); ++i) {
    difference = std::max(difference, std::abs(backward.storage()[i] - numerical.storage()[i]));
  }
  std::printf("largest difference below 1e-8: %s\n", difference < 1e-8 ? "yes" : "no");

  // In float, as nets are trained: seven digits.
  const Net<float> small = course_net<float>();
  kiln::Workspace<Net<float>, 1> small_workspace;
  Net<float>::Gradient gradient;
  small.gradient(loss, kiln::Tensor<2>{0.6f, 0.9f}, t, small_workspace, gradient);
  print("dW, in float   ", gradient.layer<0>().weight, "%.6f");
}
