// SPDX-License-Identifier: MIT
// expect: exp, log, sqrt: the elements must be floating-point numbers
// numbers: none
#include <kiln/tensor/functions.hpp>

#ifdef FIXED
constexpr kiln::BasicTensor<double, kiln::Shape{2}> x{1, 2};
#else
constexpr kiln::BasicTensor<int, kiln::Shape{2}> x{1, 2};
#endif

int main() { return exp(x)(0) > 1; }
