// SPDX-License-Identifier: MIT
// W1 in tiny-dnn: one sample of 784-50-100-10, sigmoid, sigmoid, softmax.

#include <tiny_dnn/tiny_dnn.h>

using namespace tiny_dnn;

int main() {
  network<sequential> net;
  net << fully_connected_layer<activation::sigmoid>(784, 50)
      << fully_connected_layer<activation::sigmoid>(50, 100)
      << fully_connected_layer<activation::softmax>(100, 10);
  const vec_t y = net.predict(vec_t(784));
  return static_cast<int>(std::max_element(y.begin(), y.end()) - y.begin());
}
