// SPDX-License-Identifier: MIT
// W6 in dlib: one training step of 784-512-512-10, ReLU, softmax with cross-entropy, batch 128,
// SGD.

#include <dlib/dnn.h>

using namespace dlib;

loss_multiclass_log<fc<10, relu<fc<512, relu<fc<512, input<matrix<float, 784, 1>>>>>>>> net;

int main() {
  std::vector<matrix<float, 784, 1>> x(128);
  std::vector<unsigned long> labels(128);
  for (auto& row : x) row = 0;
  std::vector<sgd> solvers(net.num_computational_layers, sgd(0, 0));
  const double loss = net.compute_parameter_gradients(x.begin(), x.end(), labels.begin());
  net.update_parameters(solvers, 0.1);
  return loss > 0 ? 0 : 1;
}
