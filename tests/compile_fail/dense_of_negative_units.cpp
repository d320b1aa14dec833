// SPDX-License-Identifier: MIT
// expect: Dense<Units, Activation>: Units must be at least 1
// numbers: -3
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

#ifdef FIXED
using Net = kiln::Net<2, kiln::Dense<3>>;
#else
using Net = kiln::Net<2, kiln::Dense<-3>>;
#endif

int main() { return Net{}.predict(std::array{1.0F, 2.0F})(0) > 0; }
