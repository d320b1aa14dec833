// SPDX-License-Identifier: MIT
// expect: quantize(net, to): Int8 needs samples to see what the layers' inputs are
// numbers: none
#include <kiln/quantized/quantized.hpp>

using Net = kiln::Net<2, kiln::Dense<3>>;

int main() {
  static Net net;
#ifdef FIXED
  static kiln::Quantized<Net, kiln::BFloat16Weights> to;
#else
  static kiln::Quantized<Net, kiln::Int8> to;
#endif
  quantize(net, to);
}
