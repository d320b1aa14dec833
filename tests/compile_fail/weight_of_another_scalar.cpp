// SPDX-License-Identifier: MIT
// expect: copy: both must hold the same scalar
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

int main() {
  kiln::Net<2, kiln::Dense<3>> net;
#ifdef FIXED
  const kiln::BasicTensor<float, kiln::Shape{2, 3}> weight;
#else
  const kiln::BasicTensor<double, kiln::Shape{2, 3}> weight;
#endif
  net.layer<0>().weight.copy(weight);
}
