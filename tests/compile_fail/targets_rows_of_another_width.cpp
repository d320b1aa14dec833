// SPDX-License-Identifier: MIT
// expect: targets have another number of elements than the net's output shape
// numbers: 4 2
#include <kiln/layers/dense.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
  kiln::Workspace<Net, 2> workspace;
#ifdef FIXED
  const kiln::Tensor<2, 2> targets;
#else
  const kiln::Tensor<2, 4> targets;
#endif
  return net.loss(kiln::SquaredError{}, kiln::Tensor<2, 3>{}, targets, workspace) > 0;
}
