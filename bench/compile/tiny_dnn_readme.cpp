// SPDX-License-Identifier: MIT
// The README's program in tiny-dnn: 2-8-2, tanh, softmax with cross-entropy, learns XOR.

#include <tiny_dnn/tiny_dnn.h>
#include <cstdio>

using namespace tiny_dnn;

int main() {
  network<sequential> net;
  net << fully_connected_layer<activation::tan_h>(2, 8)
      << fully_connected_layer<activation::softmax>(8, 2);
  const std::vector<vec_t> x{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  const std::vector<label_t> labels{0, 1, 1, 0};
  gradient_descent optimizer;
  optimizer.alpha = 0.5F;
  net.train<cross_entropy_multiclass>(optimizer, x, labels, 4, 1000);
  for (const vec_t& row : x) std::printf("%g xor %g: %.2f\n", row[0], row[1], net.predict(row)[1]);
}
