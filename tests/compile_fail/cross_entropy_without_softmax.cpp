// SPDX-License-Identifier: MIT
// expect: CrossEntropy needs probabilities: end the net in Dense<N, Softmax>
// numbers: none
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

#ifdef FIXED
using Net = kiln::Net<3, kiln::Dense<2, kiln::Softmax>>;
#else
using Net = kiln::Net<3, kiln::Dense<2, kiln::Sigmoid>>;
#endif

int main() {
  Net net;
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 1> trainer(net);
  return trainer.step(std::array{1.0F, 2.0F, 3.0F}, 1) > 0;
}
