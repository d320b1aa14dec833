// SPDX-License-Identifier: MIT
// expect: quantize(net, to): `to` must be a Quantized<Net, Format> of this very net
// numbers: 3 4
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/quantized/quantized.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;
#ifdef FIXED
using Other = Net;
#else
using Other = kiln::Net<4, kiln::Dense<2>>;
#endif

int main() {
  const Net net;
  static kiln::Quantized<Other, kiln::Int8> small;
  kiln::quantize(net, std::array{1.0F, 2.0F, 3.0F}, small);
}
