// SPDX-License-Identifier: MIT
// expect: targets: integers are labels, one for each sample; one-hot rows hold the net's
// numbers: 3
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

using Net = kiln::Net<2, kiln::Dense<3, kiln::Softmax>>;

int main() {
  Net net;
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 2> trainer(net);
#ifdef FIXED
  const kiln::Tensor<2, 3> targets{{0, 0, 1}, {1, 0, 0}};
#else
  const kiln::TensorOf<int, 2, 3> targets{{0, 0, 1}, {1, 0, 0}};
#endif
  return trainer.step(kiln::Tensor<2, 2>{}, targets) > 0;
}
