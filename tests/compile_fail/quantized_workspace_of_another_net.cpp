// SPDX-License-Identifier: MIT
// expect: Workspace<Net, Batch>: a pass needs a workspace of this very net
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/quantized/quantized.hpp>

using Net = kiln::Net<3, kiln::Dense<2>>;
using Small = kiln::Quantized<Net, kiln::Int8>;

int main() {
  static Small small;
#ifdef FIXED
  kiln::Workspace<Small, 1> workspace;
#else
  kiln::Workspace<Net, 1> workspace;
#endif
  return small.predict(std::array{1.0F, 2.0F, 3.0F}, workspace)[0][0] > 0;
}
