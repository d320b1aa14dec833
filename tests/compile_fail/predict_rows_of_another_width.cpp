// SPDX-License-Identifier: MIT
// expect: predict: the input has another number of elements than the net's input shape
// numbers: 2 3
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
  kiln::Workspace<Net, 4> workspace;
  const float numbers[12] = {};
#ifdef FIXED
  const kiln::Rows<const float, 3> batch(numbers, 4);
#else
  const kiln::Rows<const float, 2> batch(numbers, 4);
#endif
  return net.predict(batch, workspace).data()[0] > 0;
}
