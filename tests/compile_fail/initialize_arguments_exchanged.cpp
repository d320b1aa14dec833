// SPDX-License-Identifier: MIT
// expect: initialize(initializer, engine): pass one such as He{}, then an Engine
// numbers: none
#include <kiln/initializers/he.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/random/engine.hpp>

int main() {
  kiln::Net<2, kiln::Dense<1>> net;
  kiln::Engine engine(1);
#ifdef FIXED
  net.initialize(kiln::He{}, engine);
#else
  net.initialize(engine, kiln::He{});
#endif
}
