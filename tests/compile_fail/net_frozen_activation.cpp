// SPDX-License-Identifier: MIT
// expect: Net<In, Layers...>: every argument after In must be a layer; activations go inside one
// numbers: none
#include <kiln/activations/sigmoid.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>
#include <kiln/net/net.hpp>

#ifdef FIXED
using Net = kiln::Net<2, kiln::Frozen<kiln::Dense<3, kiln::Sigmoid>>, kiln::Dense<1>>;
#else
using Net = kiln::Net<2, kiln::Frozen<kiln::Sigmoid>, kiln::Dense<1>>;
#endif

int main() { return Net{}.predict(std::array{1.0F, 2.0F})(0) > 0; }
