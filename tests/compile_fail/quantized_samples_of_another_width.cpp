// SPDX-License-Identifier: MIT
// expect: predict: the input has another number of elements than the net's input shape
// numbers: 4 3
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/quantized/quantized.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
  static kiln::Quantized<Net, kiln::Int8> small;
#ifdef FIXED
  kiln::quantize(net, std::array{1.0F, 2.0F, 3.0F}, small);
#else
  kiln::quantize(net, std::array{1.0F, 2.0F, 3.0F, 4.0F}, small);
#endif
}
