// SPDX-License-Identifier: MIT
// expect: Dense<Units, Activation, Input>: Input must be Sparse
// numbers: none
#include <kiln/activations/sigmoid.hpp>
#include <kiln/layers/sparse.hpp>
#include <kiln/net/net.hpp>

#ifdef FIXED
using Net = kiln::Net<2, kiln::Dense<3, kiln::Sigmoid, kiln::Sparse>, kiln::Dense<2>>;
#else
using Net = kiln::Net<2, kiln::Dense<3, kiln::Sigmoid, kiln::Sigmoid>, kiln::Dense<2>>;
#endif

int main() { return Net{}.predict(std::array{1.0F, 2.0F})(0) > 0; }
