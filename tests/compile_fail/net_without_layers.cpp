// SPDX-License-Identifier: MIT
// expect: Net<In, Layers...>: name at least one layer
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

#ifdef FIXED
using Net = kiln::Net<2, kiln::Dense<1>>;
#else
using Net = kiln::Net<2>;
#endif

int main() { return Net{}.predict(std::array{1.0F, 2.0F})(0) > 0; }
