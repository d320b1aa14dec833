// SPDX-License-Identifier: MIT
// The README's program in dlib: 2-8-2, tanh, softmax with cross-entropy, learns XOR.

#include <dlib/dnn.h>
#include <cstdio>

using namespace dlib;

int main() {
  loss_multiclass_log<fc<2, htan<fc<8, input<matrix<float, 2, 1>>>>>> net;
  std::vector<matrix<float, 2, 1>> x(4);
  for (int i = 0; i < 4; ++i) x[i] = {float(i / 2), float(i % 2)};
  const std::vector<unsigned long> labels{0, 1, 1, 0};
  std::vector<sgd> solvers(net.num_computational_layers, sgd(0, 0));
  for (int step = 0; step < 1000; ++step) {
    net.compute_parameter_gradients(x.begin(), x.end(), labels.begin());
    net.update_parameters(solvers, 0.5);
  }
  for (int i = 0; i < 4; ++i) {
    std::printf("%g xor %g: %lu\n", x[i](0), x[i](1), net(x[i]));
  }
}
