// SPDX-License-Identifier: MIT
// expect: matmul(a, b): a's last axis must be as long as b's first; transpose(b) exchanges
// numbers: 3 2
#include <kiln/kernels/product.hpp>
#include <kiln/tensor/axes.hpp>

constexpr kiln::Tensor<2, 3> a{{1, 2, 3}, {4, 5, 6}};
#ifdef FIXED
constexpr auto y = kiln::matmul(a, kiln::transpose(a));
#else
constexpr auto y = kiln::matmul(a, a);
#endif

int main() { return static_cast<int>(y(0, 0)); }
