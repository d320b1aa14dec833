// SPDX-License-Identifier: MIT
// expect: View: give one index for each axis
// numbers: 1 2
#include <kiln/tensor/tensor.hpp>

constexpr kiln::Tensor<2, 2> x{{1, 2}, {3, 4}};

int main() {
#ifdef FIXED
  return static_cast<int>(x(1, 1));
#else
  return static_cast<int>(x(1));
#endif
}
