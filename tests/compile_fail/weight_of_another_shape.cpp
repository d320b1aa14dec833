// SPDX-License-Identifier: MIT
// expect: copy: both must have the same shape
// numbers: 3 2
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

// Weights as PyTorch has them, units × inputs, into kiln's inputs × units.
int main() {
  kiln::Net<2, kiln::Dense<3>> net;
#ifdef FIXED
  const kiln::Tensor<2, 3> weight;
#else
  const kiln::Tensor<3, 2> weight;
#endif
  net.layer<0>().weight.copy(weight);
}
