// SPDX-License-Identifier: MIT
// W1: one sample of 784-50-100-10, sigmoid, sigmoid, softmax. The exit status is the class found.
// Nothing is static: the compiler must not see that nobody writes the weights.

#include <algorithm>
#include <kiln/kiln.hpp>

using namespace kiln;

Net<784, Dense<50, Sigmoid>, Dense<100, Sigmoid>, Dense<10, Softmax>> net;
Tensor<784> x;

int main() {
  const auto y = net.predict(x);
  return static_cast<int>(std::max_element(y.data(), y.data() + 10) - y.data());
}
