// SPDX-License-Identifier: MIT
// expect: predict(x): this net needs more than 64 KiB of scratch; place a Workspace
// numbers: 65536
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<1, kiln::Dense<20000>, kiln::Dense<1>>;
static Net net;
static kiln::Workspace<Net, 1> workspace;

int main() {
#ifdef FIXED
  return net.predict(std::array{1.0F}, workspace).data()[0] > 0;
#else
  return net.predict(std::array{1.0F})(0) > 0;
#endif
}
