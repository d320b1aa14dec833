// SPDX-License-Identifier: MIT
// expect: a == b: two tensors are compared as wholes, so their shapes must be equal
// numbers: 3 2
#include <kiln/tensor/comparison.hpp>

#ifdef FIXED
constexpr kiln::Tensor<2, 3> a;
#else
constexpr kiln::Tensor<3, 2> a;
#endif
constexpr kiln::Tensor<2, 3> b;

int main() { return a == b ? 0 : 1; }
