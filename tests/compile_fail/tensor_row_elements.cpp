// SPDX-License-Identifier: MIT
// expect: Tensor: give each row as many elements as the shape's last axes
// numbers: 2 3
#include <kiln/tensor/tensor.hpp>

#ifdef FIXED
constexpr kiln::Tensor<2, 3> x{{1, 2, 3}, {4, 5, 6}};
#else
constexpr kiln::Tensor<2, 3> x{{1, 2, 3}, {4, 5}};
#endif

int main() { return static_cast<int>(x(0, 0)); }
