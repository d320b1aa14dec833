// SPDX-License-Identifier: MIT
// expect: a += b: b must broadcast to the shape of a, which does not grow
// numbers: 3 2
#include <kiln/tensor/arithmetic.hpp>

int main() {
  kiln::Tensor<3> a{1, 2, 3};
#ifdef FIXED
  const kiln::Tensor<3> b{1, 2, 3};
#else
  const kiln::Tensor<2, 3> b{{1, 2, 3}, {4, 5, 6}};
#endif
  a += b;
}
