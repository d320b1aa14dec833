// SPDX-License-Identifier: MIT
// expect: the_size_of_a_Shape_must_fit_in_size_t
// numbers: 4294967296
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

#ifdef FIXED
using Net = kiln::Net<4294967296, kiln::Dense<1>>;
#else
using Net = kiln::Net<4294967296, kiln::Dense<4294967296>>;
#endif

static_assert(Net::parameter_count > 0);

int main() {}
