// SPDX-License-Identifier: MIT
// expect: predict: the input has another number of elements than the net's input shape
// numbers: 4 3
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

using Net = kiln::Net<3, kiln::Dense<2, kiln::Softmax>>;

int main() {
  Net net;
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 2> trainer(net);
#ifdef FIXED
  const kiln::Tensor<2, 3> batch;
#else
  const kiln::Tensor<2, 4> batch;
#endif
  return trainer.step(batch, std::array{0, 1}) > 0;
}
