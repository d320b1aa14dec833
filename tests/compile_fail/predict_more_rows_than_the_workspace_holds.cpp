// SPDX-License-Identifier: MIT
// expect: Workspace<Net, Batch>: the batch has more rows than the workspace's capacity
// numbers: 5 4
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
  const kiln::Tensor<5, 3> batch;
#ifdef FIXED
  kiln::Workspace<Net, 5> workspace;
#else
  kiln::Workspace<Net, 4> workspace;
#endif
  return net.predict(batch, workspace).data()[0] > 0;
}
