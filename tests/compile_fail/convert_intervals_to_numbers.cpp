// SPDX-License-Identifier: MIT
// expect: convert: the first net's scalars must convert to the second's
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/convert.hpp>
#include <kiln/scalars/interval.hpp>

int main() {
  kiln::BasicNet<kiln::Interval<float>, 2, kiln::Dense<1>> bounds;
  kiln::Net<2, kiln::Dense<1>> net;
#ifdef FIXED
  kiln::convert(net, bounds);
#else
  kiln::convert(bounds, net);
#endif
}
