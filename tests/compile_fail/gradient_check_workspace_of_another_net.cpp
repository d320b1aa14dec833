// SPDX-License-Identifier: MIT
// expect: Workspace<Net, Batch>: a pass needs a workspace of this very net
// numbers: 3 4
#include <kiln/layers/dense.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/net/gradient_check.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::BasicNet<double, 3, kiln::Dense<2>>;
using Other = kiln::BasicNet<double, 4, kiln::Dense<2>>;

int main() {
  Net net;
  kiln::BasicTensor<double, kiln::Shape{1, 3}> x{{1, 2, 3}}, dx;
  const std::array target{0.0, 1.0};
  Net::Gradient gradient;
#ifdef FIXED
  kiln::Workspace<Net, 1> workspace;
#else
  kiln::Workspace<Other, 1> workspace;
#endif
  return kiln::gradient_check(net, kiln::SquaredError{}, x.view(), target, workspace, gradient,
                              dx.view())
      .passed();
}
