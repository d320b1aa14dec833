// SPDX-License-Identifier: MIT
// expect: targets: give one label, or one row of numbers, for each sample
// numbers: 3 4
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<2, kiln::Dense<3, kiln::Softmax>>;

int main() {
  const Net net;
  kiln::Workspace<Net, 4> workspace;
  const kiln::Tensor<4, 2> x;
#ifdef FIXED
  const int labels[]{0, 1, 2, 1};
#else
  const int labels[]{0, 1, 2};
#endif
  return net.loss(kiln::CrossEntropy{}, x, labels, workspace) > 0;
}
