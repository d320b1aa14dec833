// SPDX-License-Identifier: MIT
// A user's program: one net, one prediction.
#include <array>
#include <cstdio>
#include <kiln/kiln.hpp>

using Network = kiln::Net<2, kiln::Dense<3, kiln::Sigmoid>, kiln::Dense<1, kiln::Sigmoid>>;

int main() {
  static const Network network;  // all parameters are zero
  const std::array<float, 2> x{1.0f, 2.0f};
  const float y = network.predict(x)[0];
  std::printf("%d parameters, y = %g\n", static_cast<int>(Network::parameter_count), y);
  return Network::parameter_count == 13 && y == 0.5f ? 0 : 1;
}
