// SPDX-License-Identifier: MIT
// expect: sum<Axis>: the axis must be below the tensor's rank
// numbers: 2
#include <kiln/tensor/axes.hpp>

constexpr kiln::Tensor<2, 3> x{{1, 2, 3}, {4, 5, 6}};
#ifdef FIXED
constexpr auto sums = kiln::sum<1>(x);
#else
constexpr auto sums = kiln::sum<2>(x);
#endif

int main() { return static_cast<int>(sums(0)); }
