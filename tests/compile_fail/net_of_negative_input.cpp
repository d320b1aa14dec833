// SPDX-License-Identifier: MIT
// expect: an_extent_of_a_Shape_must_be_at_least_1
// numbers: -2
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

#ifdef FIXED
using Net = kiln::Net<2, kiln::Dense<1>>;
#else
using Net = kiln::Net<-2, kiln::Dense<1>>;
#endif

int main() { return sizeof(Net) > 0 ? 0 : 1; }
