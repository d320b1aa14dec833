// SPDX-License-Identifier: MIT
// expect: Tensor: give as many elements as the shape has
// numbers: 6 4
#include <kiln/tensor/tensor.hpp>

#ifdef FIXED
constexpr kiln::Tensor<2, 2> x{{1, 2}, {3, 4}};
#else
constexpr kiln::Tensor<2, 2> x{{1, 2}, {3, 4}, {5, 6}};
#endif

int main() { return static_cast<int>(x(0, 0)); }
