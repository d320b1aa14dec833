// SPDX-License-Identifier: MIT
// expect: matmul(a, b): both must hold the same scalar
// numbers: none
#include <kiln/kernels/product.hpp>

constexpr kiln::Tensor<2, 2> a{{1, 2}, {3, 4}};
#ifdef FIXED
constexpr kiln::Tensor<2, 2> b{{1, 2}, {3, 4}};
#else
constexpr kiln::BasicTensor<double, kiln::Shape{2, 2}> b{{1, 2}, {3, 4}};
#endif

int main() { return static_cast<int>(kiln::matmul(a, b)(0, 0)); }
