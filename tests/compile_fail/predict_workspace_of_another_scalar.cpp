// SPDX-License-Identifier: MIT
// expect: Workspace<Net, Batch>: a pass needs a workspace of this very net
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
#ifdef FIXED
  kiln::Workspace<Net, 1> workspace;
#else
  kiln::Workspace<kiln::BasicNet<double, 3, kiln::Dense<2>>, 1> workspace;
#endif
  return net.predict(std::array{1.0F, 2.0F, 3.0F}, workspace).data()[0] > 0;
}
