// SPDX-License-Identifier: MIT
// One training step of 20 layers of 64, ReLU, the last one 10 wide with softmax and cross-entropy,
// batch 32, SGD, in dlib.

#include <dlib/dnn.h>

using namespace dlib;

template <class Below>
using Layer = relu<fc<64, Below>>;

loss_multiclass_log<fc<10, repeat<18, Layer, Layer<input<matrix<float, 64, 1>>>>>> net;

int main() {
  std::vector<matrix<float, 64, 1>> x(32);
  std::vector<unsigned long> labels(32);
  for (auto& row : x) row = 0;
  std::vector<sgd> solvers(net.num_computational_layers, sgd(0, 0));
  const double loss = net.compute_parameter_gradients(x.begin(), x.end(), labels.begin());
  net.update_parameters(solvers, 0.1);
  return loss > 0 ? 0 : 1;
}
