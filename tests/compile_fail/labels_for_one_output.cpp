// SPDX-License-Identifier: MIT
// expect: targets: integers are class labels, but the net has one output
// numbers: 1
#include <kiln/activations/sigmoid.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

using Net = kiln::Net<2, kiln::Dense<1, kiln::Sigmoid>>;

int main() {
  Net net;
  kiln::Trainer<Net, kiln::SquaredError, kiln::SGD, 4> trainer(net);
  const kiln::Tensor<4, 2> x{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
#ifdef FIXED
  const std::array targets{0.0F, 1.0F, 1.0F, 0.0F};
#else
  const std::array targets{0, 1, 1, 0};
#endif
  return trainer.step(x, targets) > 0;
}
