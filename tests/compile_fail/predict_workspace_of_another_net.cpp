// SPDX-License-Identifier: MIT
// expect: Workspace<Net, Batch>: a pass needs a workspace of this very net
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;
using Other = kiln::Net<3, kiln::Dense<4>, kiln::Dense<2>>;

int main() {
  const Net net;
#ifdef FIXED
  kiln::Workspace<Net, 2> workspace;
#else
  kiln::Workspace<Other, 2> workspace;
#endif
  const kiln::Tensor<2, 3> batch;
  return net.predict(batch, workspace).data()[0] > 0;
}
