// SPDX-License-Identifier: MIT
// expect: targets have another number of elements than the net's output shape
// numbers: 3 2
#include <kiln/layers/dense.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
  kiln::Workspace<Net, 1> workspace;
#ifdef FIXED
  const std::array targets{1.0F, 0.0F};
#else
  const std::array targets{1.0F, 0.0F, 0.0F};
#endif
  return net.loss(kiln::SquaredError{}, std::array{1.0F, 2.0F, 3.0F}, targets, workspace) > 0;
}
