// SPDX-License-Identifier: MIT
// expect: targets: give one label, or one row of numbers, for each sample
// numbers: 1 2
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/train/metrics.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
  kiln::Workspace<Net, 1> workspace;
  const kiln::Tensor<2, 3> x{{1, 2, 3}, {4, 5, 6}};
#ifdef FIXED
  const std::array labels{1, 0};
#else
  const std::array labels{1};
#endif
  return kiln::accuracy(net, x, labels, workspace) > 0;
}
