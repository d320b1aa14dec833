// SPDX-License-Identifier: MIT
// expect: Workspace<Net, Batch>: Batch must be at least 1
// numbers: 0
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
#ifdef FIXED
  kiln::Workspace<Net, 1> workspace;
#else
  kiln::Workspace<Net, 0> workspace;
#endif
  return workspace.layers() == nullptr;
}
