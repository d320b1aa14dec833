// SPDX-License-Identifier: MIT
// expect: affine(x, W, b): b must have as many elements as W has columns
// numbers: 2 3
#include <kiln/graph/affine.hpp>

int main() {
  auto x = kiln::graph::variable(kiln::Tensor<2>{1, 2});
  auto w = kiln::graph::variable(kiln::Tensor<2, 3>{});
#ifdef FIXED
  auto b = kiln::graph::variable(kiln::Tensor<3>{});
#else
  auto b = kiln::graph::variable(kiln::Tensor<2>{});
#endif
  auto y = affine(x, w, b);
  return y.forward()(0) > 0;
}
