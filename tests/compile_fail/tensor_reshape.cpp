// SPDX-License-Identifier: MIT
// expect: reshape: the sizes of the two shapes must be equal
// numbers: 4 6
#include <kiln/tensor/tensor.hpp>

constexpr kiln::Tensor<2, 3> x{{1, 2, 3}, {4, 5, 6}};

int main() {
#ifdef FIXED
  return static_cast<int>(x.reshape<kiln::Shape{3, 2}>()(0, 0));
#else
  return static_cast<int>(x.reshape<kiln::Shape{2, 2}>()(0, 0));
#endif
}
