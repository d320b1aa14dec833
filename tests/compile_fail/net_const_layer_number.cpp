// SPDX-License-Identifier: MIT
// expect: layer<I>: the net has fewer layers
// numbers: 2
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

int main() {
  const kiln::Net<2, kiln::Dense<3>, kiln::Dense<1>> net;
#ifdef FIXED
  return net.layer<1>().bias(0) > 0;
#else
  return net.layer<2>().bias(0) > 0;
#endif
}
