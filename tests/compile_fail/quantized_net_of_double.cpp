// SPDX-License-Identifier: MIT
// expect: quantize(net, to): `to` must be a Quantized<Net, Format> of this very net
// numbers: none
#include <kiln/kiln.hpp>
#include <kiln/quantized/quantized.hpp>

using Net = kiln::Net<3, kiln::Dense<8>, kiln::Dense<2>>;
#ifdef FIXED
using Given = Net;
#else
using Given = kiln::BasicNet<double, 3, kiln::Dense<8>, kiln::Dense<2>>;
#endif

int main() {
  static Given net;
  static kiln::Quantized<Net, kiln::Int8> small;
  const std::array<Given::Scalar, 3> samples{1, 2, 3};
  kiln::quantize(net, samples, small);
}
