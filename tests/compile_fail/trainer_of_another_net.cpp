// SPDX-License-Identifier: MIT
// expect: Trainer<Net, ...>: the net it is given is another than Net
// numbers: 3 4
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

using Net = kiln::Net<2, kiln::Dense<3, kiln::Softmax>>;
#ifdef FIXED
using Other = Net;
#else
using Other = kiln::Net<2, kiln::Dense<4, kiln::Softmax>>;
#endif

int main() {
  Other net;
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 1> trainer(net, {.learning_rate = 0.1});
  return trainer.step(std::array{1.0F, 2.0F}, 1) > 0;
}
