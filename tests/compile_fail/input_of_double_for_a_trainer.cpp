// SPDX-License-Identifier: MIT
// expect: predict: the input must be an array, vector, span, tensor or view of
// numbers: none
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
  return trainer.step(std::array{1.0F, 2.0F}, 1) > 0;
#else
  return trainer.step(std::array{1.0, 2.0}, 1) > 0;
#endif
}
