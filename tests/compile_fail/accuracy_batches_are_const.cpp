// SPDX-License-Identifier: MIT
// expect: accuracy: the batches are filled on the way, so they must not be const
// numbers: none
#include <kiln/kiln.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
  static kiln::Workspace<Net, 1> workspace;
  const std::array<std::uint8_t, 3> x{1, 2, 3};
  const std::array<std::uint8_t, 1> labels{1};
#ifdef FIXED
  kiln::Minibatches<float, 3, 1> batches({x.data(), 1}, labels, 255);
#else
  const kiln::Minibatches<float, 3, 1> batches({x.data(), 1}, labels, 255);
#endif
  return kiln::accuracy(net, batches, workspace) > 0;
}
