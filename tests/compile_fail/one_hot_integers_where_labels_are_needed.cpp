// SPDX-License-Identifier: MIT
// expect: targets: give one label, or one row of numbers, for each sample
// numbers: 3 1
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

using Net = kiln::Net<2, kiln::Dense<3, kiln::Softmax>>;

int main() {
  Net net;
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 1> trainer(net);
#ifdef FIXED
  const std::array label{2};
#else
  const std::array label{0, 0, 1};
#endif
  return trainer.step(std::array{1.0F, 2.0F}, label) > 0;
}
