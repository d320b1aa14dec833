// SPDX-License-Identifier: MIT
// 04 Three layers: a signal goes forward through a net of 2, 3, 2 and 2 numbers.
//
// Each layer computes a(x·W + b): once written out with arrays, once as a net, whose type is its
// plan. No size is written twice, since a layer takes the size of its input from the layer before
// it; weights that do not fit do not compile.

#include <cstdio>

#include <kiln/kiln.hpp>

#include "support/print.hpp"

using examples::print;
using kiln::Dense, kiln::Identity, kiln::Shape, kiln::Sigmoid;

// In double, to see the course's eight digits; kiln::Tensor and kiln::Net are the same in float.
template <Shape S>
using Numbers = kiln::BasicTensor<double, S>;
using Net = kiln::BasicNet<double, 2, Dense<3, Sigmoid>, Dense<2, Sigmoid>, Dense<2, Identity>>;

const Numbers<Shape{2, 3}> W1{{0.1, 0.3, 0.5}, {0.2, 0.4, 0.6}};
const Numbers<Shape{3, 2}> W2{{0.1, 0.4}, {0.2, 0.5}, {0.3, 0.6}};
const Numbers<Shape{2, 2}> W3{{0.1, 0.3}, {0.2, 0.4}};
const Numbers<3> b1{0.1, 0.2, 0.3};
const Numbers<2> b2{0.1, 0.2}, b3{0.1, 0.2};

double sigmoid(double z) { return Sigmoid::value(z); }

int main() {
  const Numbers<2> x{1.0, 0.5};

  std::puts("Layer by layer");
  const Numbers<3> z1 = kiln::matmul(x, W1) + b1;
  const Numbers<3> y1 = kiln::map(z1, sigmoid);
  const Numbers<2> z2 = kiln::matmul(y1, W2) + b2;
  const Numbers<2> y2 = kiln::map(z2, sigmoid);
  const Numbers<2> y3 = kiln::matmul(y2, W3) + b3;
  print("  z1", z1);
  print("  y1", y1, "%.8f");
  print("  z2", z2, "%.8f");
  print("  y2", y2, "%.8f");
  print("  y3", y3, "%.8f");

  std::puts("As a net");
  Net net;
  net.layer<0>().weight.copy(W1);
  net.layer<0>().bias.copy(b1);
  net.layer<1>().weight.copy(W2);
  net.layer<1>().bias.copy(b2);
  net.layer<2>().weight.copy(W3);
  net.layer<2>().bias.copy(b3);
  print("  y", net.predict(x), "%.8f");
  std::printf("  %zu inputs, %zu outputs, %zu parameters in %zu bytes\n", Net::input.size(),
              Net::output.size(), Net::parameter_count, Net::parameter_bytes);
}

// Output:
// Layer by layer
//   z1 = (0.3, 0.7, 1.1)
//   y1 = (0.57444252, 0.66818777, 0.75026011)
//   z2 = (0.51615984, 1.21402696)
//   y2 = (0.62624937, 0.77101070)
//   y3 = (0.31682708, 0.69627909)
// As a net
//   y = (0.31682708, 0.69627909)
//   2 inputs, 2 outputs, 23 parameters in 184 bytes
