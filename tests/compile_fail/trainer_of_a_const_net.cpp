// SPDX-License-Identifier: MIT
// expect: Trainer<Net, ...>: a net that is const cannot learn
// numbers: none
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

using Net = kiln::Net<2, kiln::Dense<3, kiln::Softmax>>;

int main() {
#ifdef FIXED
  Net net;
#else
  const Net net;
#endif
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 1> trainer(net);
  return trainer.step(std::array{1.0F, 2.0F}, 1) > 0;
}
