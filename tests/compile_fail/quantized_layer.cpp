// SPDX-License-Identifier: MIT
// expect: Quantized<Net, Format>: every layer must be Dense, or Frozen<Dense<...>>
// numbers: none
#include <kiln/layers/frozen.hpp>
#include <kiln/quantized/quantized.hpp>

template <class T, kiln::Shape In>
struct Doubling : kiln::PassThrough<T, In> {};  // a layer of a user's own
struct Double {
  template <class T, kiln::Shape In>
  using Layer = Doubling<T, In>;
};

#ifdef FIXED
using Net = kiln::Net<2, kiln::Dense<3>, kiln::Frozen<kiln::Dense<2>>>;
#else
using Net = kiln::Net<2, kiln::Dense<3>, Double>;
#endif

int main() {
  static kiln::Quantized<Net, kiln::Int8> net;
  return net.layer_count > 5;
}
