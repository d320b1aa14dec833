// SPDX-License-Identifier: MIT
// expect: Workspace<Net, Batch>: a pass writes to it, so it must not be const
// numbers: none
#include <kiln/kiln.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
#ifdef FIXED
  static kiln::Workspace<Net, 1> workspace;
#else
  static const kiln::Workspace<Net, 1> workspace{};
#endif
  return kiln::accuracy(net, std::array{1.0F, 2.0F, 3.0F}, std::array{1}, workspace) > 0;
}
