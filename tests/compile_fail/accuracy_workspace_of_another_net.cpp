// SPDX-License-Identifier: MIT
// expect: Workspace<Net, Batch>: a pass needs a workspace of this very net
// numbers: 3 4
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/train/metrics.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;
using Other = kiln::Net<4, kiln::Dense<2>>;

int main() {
  const Net net;
#ifdef FIXED
  kiln::Workspace<Net, 1> workspace;
#else
  kiln::Workspace<Other, 1> workspace;
#endif
  return kiln::accuracy(net, std::array{1.0F, 2.0F, 3.0F}, std::array{1}, workspace) > 0;
}
