// SPDX-License-Identifier: MIT
// W6 in tiny-dnn: one training step of 784-512-512-10, ReLU, softmax with cross-entropy,
// batch 128, SGD.

#include <tiny_dnn/tiny_dnn.h>

using namespace tiny_dnn;

int main() {
  network<sequential> net;
  net << fully_connected_layer<activation::relu>(784, 512)
      << fully_connected_layer<activation::relu>(512, 512)
      << fully_connected_layer<activation::softmax>(512, 10);
  const std::vector<vec_t> x(128, vec_t(784));
  const std::vector<label_t> labels(128);
  gradient_descent optimizer;
  return net.train<cross_entropy_multiclass>(optimizer, x, labels, 128, 1) ? 0 : 1;
}
