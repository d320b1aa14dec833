// SPDX-License-Identifier: MIT
// expect: softmax_cross_entropy(scores, target): both must have the same shape
// numbers: 3 2
#include <kiln/graph/softmax_cross_entropy.hpp>

int main() {
  auto scores = kiln::graph::variable(kiln::Tensor<3>{1, 2, 3});
#ifdef FIXED
  auto loss = softmax_cross_entropy(scores, kiln::Tensor<3>{0, 0, 1});
#else
  auto loss = softmax_cross_entropy(scores, kiln::Tensor<2>{0, 1});
#endif
  loss.forward();
}
