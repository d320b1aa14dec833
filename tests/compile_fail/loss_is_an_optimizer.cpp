// SPDX-License-Identifier: MIT
// expect: a loss is needed here: CrossEntropy, SquaredError or MeanSquaredError
// numbers: none
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/net/net.hpp>
#include <kiln/optimizers/sgd.hpp>

using Net = kiln::Net<2, kiln::Dense<3, kiln::Softmax>>;

int main() {
  const Net net;
  kiln::Workspace<Net, 1> workspace;
#ifdef FIXED
  const kiln::CrossEntropy loss;
#else
  const kiln::SGD loss;
#endif
  return net.loss(loss, std::array{1.0F, 2.0F}, 1, workspace) > 0;
}
