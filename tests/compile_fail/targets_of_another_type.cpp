// SPDX-License-Identifier: MIT
// expect: targets must be the net's output numbers for each sample, or integer labels
// numbers: none
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
  const std::array targets{1.0, 0.0};
#endif
  return net.loss(kiln::SquaredError{}, std::array{1.0F, 2.0F, 3.0F}, targets, workspace) > 0;
}
