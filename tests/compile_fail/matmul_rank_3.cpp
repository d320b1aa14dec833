// SPDX-License-Identifier: MIT
// expect: matmul(a, b): both must have rank 1 or 2; reshape what has more
// numbers: 3
#include <kiln/kernels/product.hpp>

constexpr kiln::Tensor<2, 2, 2> a;
constexpr kiln::Tensor<2, 2> b{{1, 2}, {3, 4}};
#ifdef FIXED
constexpr auto y = kiln::matmul(a.reshape<kiln::Shape{4, 2}>(), b);
#else
constexpr auto y = kiln::matmul(a, b);
#endif

int main() { return static_cast<int>(y.data()[0]); }
