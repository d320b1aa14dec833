// SPDX-License-Identifier: MIT
// expect: x[mask]: the mask must have the shape of x
// numbers: 3 2
#include <kiln/tensor/comparison.hpp>

constexpr kiln::Tensor<2, 3> x{{1, 2, 3}, {4, 5, 6}};

int main() {
#ifdef FIXED
  return static_cast<int>(x[x > 2].size());
#else
  return static_cast<int>(x[x[0] > 2].size());
#endif
}
