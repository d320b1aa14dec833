// SPDX-License-Identifier: MIT
// expect: a loss is needed here: CrossEntropy, SquaredError or MeanSquaredError
// numbers: none
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

using Net = kiln::Net<2, kiln::Dense<3, kiln::Softmax>>;
#ifdef FIXED
using Trainer = kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 1>;
#else
using Trainer = kiln::Trainer<Net, kiln::SGD, kiln::CrossEntropy, 1>;
#endif

int main() {
  Net net;
  Trainer trainer(net);
  return trainer.step(std::array{1.0F, 2.0F}, 1) > 0;
}
