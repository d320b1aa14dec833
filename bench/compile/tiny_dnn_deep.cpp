// SPDX-License-Identifier: MIT
// One training step of 20 layers of 64, ReLU, the last one 10 wide with softmax and cross-entropy,
// batch 32, SGD, in tiny-dnn: the layers are a loop, so their number costs nothing.

#include <tiny_dnn/tiny_dnn.h>

using namespace tiny_dnn;

int main() {
  network<sequential> net;
  for (int layer = 0; layer < 19; ++layer) net << fully_connected_layer<activation::relu>(64, 64);
  net << fully_connected_layer<activation::softmax>(64, 10);
  const std::vector<vec_t> x(32, vec_t(64));
  const std::vector<label_t> labels(32);
  gradient_descent optimizer;
  return net.train<cross_entropy_multiclass>(optimizer, x, labels, 32, 1) ? 0 : 1;
}
