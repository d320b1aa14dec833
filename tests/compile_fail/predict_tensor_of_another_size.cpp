// SPDX-License-Identifier: MIT
// expect: predict: the input has another number of elements than the net's input shape
// numbers: 728 784
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<kiln::Shape{1, 28, 28}, kiln::Dense<10>>;

int main() {
  static Net net;
#ifdef FIXED
  const kiln::Tensor<28, 28> image;
#else
  const kiln::Tensor<26, 28> image;
#endif
  return net.predict(image)(0) > 0;
}
