// SPDX-License-Identifier: MIT
// expect: tensor arithmetic: the shapes do not broadcast; aligned at the last axis
// numbers: 3 2
#include <kiln/tensor/arithmetic.hpp>

constexpr kiln::Tensor<2, 3> a{{1, 2, 3}, {4, 5, 6}};
#ifdef FIXED
constexpr kiln::Tensor<2, 1> b{1, 2};
#else
constexpr kiln::Tensor<2> b{1, 2};
#endif

int main() { return static_cast<int>((a + b)(0, 0)); }
