// SPDX-License-Identifier: MIT
// expect: gradient: it must be one of this very net: Net::Gradient
// numbers: 8 6
#include <kiln/layers/dense.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/net/net.hpp>
#include <kiln/net/numerical_gradient.hpp>

using Net = kiln::BasicNet<double, 2, kiln::Dense<2>>;
using Other = kiln::BasicNet<double, 2, kiln::Dense<1>, kiln::Dense<2>>;

int main() {
  Net net;
  kiln::Workspace<Net, 1> workspace;
#ifdef FIXED
  Net::Gradient gradient;
#else
  Other::Gradient gradient;
#endif
  kiln::numerical_gradient(net, kiln::SquaredError{}, std::array{1.0, 2.0}, std::array{0.0, 1.0},
                           workspace, gradient);
}
