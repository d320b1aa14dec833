// SPDX-License-Identifier: MIT
// expect: tensor arithmetic: the shapes do not broadcast; aligned at the last axis
// numbers: 3 2
#include <kiln/tensor/elementwise.hpp>

#include <kiln/graph/arithmetic.hpp>

int main() {
  auto a = kiln::graph::variable(kiln::Tensor<2, 3>{});
#ifdef FIXED
  auto b = kiln::graph::variable(kiln::Tensor<3>{});
#else
  auto b = kiln::graph::variable(kiln::Tensor<2>{});
#endif
  auto y = a + b;
  return y.forward()(0, 0) > 0;
}
