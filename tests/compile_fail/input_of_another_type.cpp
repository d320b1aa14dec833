// SPDX-License-Identifier: MIT
// expect: predict: the input must be an array, vector, span, tensor or view of
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;

int main() {
  const Net net;
#ifdef FIXED
  return net.predict(std::array{1.0F, 2.0F, 3.0F})(0) > 0;
#else
  return net.predict(std::array{1.0, 2.0, 3.0})(0) > 0;
#endif
}
