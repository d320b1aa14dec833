// SPDX-License-Identifier: MIT
// expect: predict: the input has another number of elements than the net's input shape
// numbers: 6 3
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
  const kiln::Tensor<2, 3> batch;
#ifdef FIXED
  return net.predict(batch[0])(0) > 0;
#else
  return net.predict(batch)(0) > 0;
#endif
}
