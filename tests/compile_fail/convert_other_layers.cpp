// SPDX-License-Identifier: MIT
// expect: convert: both nets must have the same input and the same layers
// numbers: 2 4
#include <kiln/layers/dense.hpp>
#include <kiln/net/convert.hpp>

int main() {
  const kiln::Net<3, kiln::Dense<2>> net;
#ifdef FIXED
  kiln::BasicNet<double, 3, kiln::Dense<2>> exact;
#else
  kiln::BasicNet<double, 3, kiln::Dense<4>> exact;
#endif
  kiln::convert(net, exact);
  return exact.storage()[0] > 0;
}
