// SPDX-License-Identifier: MIT
// W1 in dlib: one sample of 784-50-100-10, sigmoid, sigmoid, softmax.

#include <dlib/dnn.h>

using namespace dlib;

softmax<fc<10, sig<fc<100, sig<fc<50, input<matrix<float, 784, 1>>>>>>>> net;
matrix<float, 784, 1> x;

int main() {
  const tensor& y = net(x);
  return static_cast<int>(std::max_element(y.begin(), y.end()) - y.begin());
}
