// SPDX-License-Identifier: MIT
// expect: a loss is needed here: CrossEntropy, SquaredError or MeanSquaredError
// numbers: none
#include <kiln/kiln.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
  static kiln::Workspace<Net, 1> workspace;
  static Net::Gradient gradient;
#ifdef FIXED
  const kiln::SquaredError loss;
#else
  const int loss = 5;
#endif
  return net.gradient(loss, std::array{1.0F, 2.0F, 3.0F}, std::array{0.0F, 1.0F}, workspace,
                      gradient) > 0;
}
