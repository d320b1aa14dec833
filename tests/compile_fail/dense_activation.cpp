// SPDX-License-Identifier: MIT
// expect: Dense<Units, Activation>: Activation must be one
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

#ifdef FIXED
using Net = kiln::Net<2, kiln::Dense<3>, kiln::Dense<2>>;
#else
using Net = kiln::Net<2, kiln::Dense<3, kiln::Dense<2>>>;
#endif

int main() { return Net{}.predict(std::array{1.0F, 2.0F})(0) > 0; }
