// SPDX-License-Identifier: MIT
// expect: Quantized<Net, Format>: the net must be one of floats
// numbers: none
#include <kiln/quantized/quantized.hpp>

#ifdef FIXED
using T = float;
#else
using T = double;
#endif

int main() {
  static kiln::Quantized<kiln::BasicNet<T, 2, kiln::Dense<3>>, kiln::Int8> net;
  return net.layer_count > 5;
}
