// SPDX-License-Identifier: MIT
// expect: affine(x, W, b): W must have rank 2, inputs x units
// numbers: 1 2
#include <kiln/graph/affine.hpp>

int main() {
  auto x = kiln::graph::variable(kiln::Tensor<2>{1, 2});
#ifdef FIXED
  auto w = kiln::graph::variable(kiln::Tensor<2, 1>{});
#else
  auto w = kiln::graph::variable(kiln::Tensor<2>{});
#endif
  auto b = kiln::graph::variable(kiln::Tensor<1>{});
  auto y = affine(x, w, b);
  return y.forward().data()[0] > 0;
}
