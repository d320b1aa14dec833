// SPDX-License-Identifier: MIT
// expect: graph: a node in an expression must not be const; forward() and backward() write into it
// numbers: none
#include <kiln/graph/connect.hpp>

#include <kiln/graph/arithmetic.hpp>

int main() {
#ifdef FIXED
  auto x = kiln::graph::variable("x", 3.0);
#else
  const auto x = kiln::graph::variable("x", 3.0);
#endif
  auto y = x * 2;
  return y.forward() > 0;
}
