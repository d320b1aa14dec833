// SPDX-License-Identifier: MIT
// expect: gradient: it must be one of this very net: Net::Gradient
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<2, kiln::Dense<2>>;

int main() {
  const Net net;
  kiln::Workspace<Net, 1> workspace;
#ifdef FIXED
  Net::Gradient gradient;
#else
  std::array<float, Net::trained_count> gradient;
#endif
  return net.add_gradient(kiln::SquaredError{}, std::array{1.0F, 2.0F}, std::array{0.0F, 1.0F},
                          workspace, gradient) > 0;
}
