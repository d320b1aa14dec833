// SPDX-License-Identifier: MIT
// expect: convert: the first net's scalars must convert to the second's
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/convert.hpp>
#include <kiln/scalars/dual.hpp>

int main() {
  kiln::BasicNet<kiln::Dual<double>, 2, kiln::Dense<1>> derivatives;
  kiln::BasicNet<double, 2, kiln::Dense<1>> net;
#ifdef FIXED
  kiln::convert(net, derivatives);
#else
  kiln::convert(derivatives, net);
#endif
}
