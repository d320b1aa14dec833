// SPDX-License-Identifier: MIT
// expect: affine(x, W, b): x's last axis must be as long as W has rows
// numbers: 3 2
#include <kiln/graph/affine.hpp>

int main() {
#ifdef FIXED
  auto x = kiln::graph::variable(kiln::Tensor<4, 2>{});
#else
  auto x = kiln::graph::variable(kiln::Tensor<4, 3>{});
#endif
  auto w = kiln::graph::variable(kiln::Tensor<2, 3>{});
  auto b = kiln::graph::variable(kiln::Tensor<3>{});
  auto y = affine(x, w, b);
  return y.forward()(0, 0) > 0;
}
