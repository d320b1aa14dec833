// SPDX-License-Identifier: MIT
// expect: CrossEntropy needs probabilities: end the net in Dense<N, Softmax>
// numbers: none
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/net/net.hpp>

#ifdef FIXED
using Net = kiln::Net<3, kiln::Dense<2, kiln::Softmax>>;
#else
using Net = kiln::Net<3, kiln::Dense<2>>;
#endif

int main() {
  const Net net;
  kiln::Workspace<Net, 1> workspace;
  return net.loss(kiln::CrossEntropy{}, std::array{1.0F, 2.0F, 3.0F}, 1, workspace) > 0;
}
