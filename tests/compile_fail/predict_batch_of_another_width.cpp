// SPDX-License-Identifier: MIT
// expect: predict: the input has another number of elements than the net's input shape
// numbers: 2 3
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
  kiln::Workspace<Net, 4> workspace;
#ifdef FIXED
  const kiln::Tensor<4, 3> batch;
#else
  const kiln::Tensor<4, 2> batch;
#endif
  return net.predict(batch, workspace).data()[0] > 0;
}
