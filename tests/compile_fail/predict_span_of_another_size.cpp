// SPDX-License-Identifier: MIT
// expect: predict: the input has another number of elements than the net's input shape
// numbers: 785 784
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

#include <span>

using Net = kiln::Net<784, kiln::Dense<10>>;

int main() {
  static Net net;
  static float numbers[785];
#ifdef FIXED
  return net.predict(std::span<const float, 784>(numbers, 784))(0) > 0;
#else
  return net.predict(std::span<const float, 785>(numbers))(0) > 0;
#endif
}
