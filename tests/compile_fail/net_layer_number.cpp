// SPDX-License-Identifier: MIT
// expect: layer<I>: the net has fewer layers
// numbers: 2
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

int main() {
  kiln::Net<2, kiln::Dense<3>, kiln::Dense<1>> net;
#ifdef FIXED
  net.layer<1>().bias.fill(1);
#else
  net.layer<2>().bias.fill(1);
#endif
}
