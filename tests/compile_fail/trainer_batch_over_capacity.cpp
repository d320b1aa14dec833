// SPDX-License-Identifier: MIT
// expect: Workspace<Net, Batch>: the batch has more rows than the workspace's capacity
// numbers: 3 2
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

using Net = kiln::Net<2, kiln::Dense<3, kiln::Softmax>>;

int main() {
  Net net;
#ifdef FIXED
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 3> trainer(net);
#else
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 2> trainer(net);
#endif
  return trainer.step(kiln::Tensor<3, 2>{}, std::array{0, 1, 2}) > 0;
}
