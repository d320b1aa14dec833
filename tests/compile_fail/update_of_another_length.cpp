// SPDX-License-Identifier: MIT
// expect: update: the gradient must be as long as the parameters
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>
#include <kiln/net/net.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/optimizers/update.hpp>

using Net = kiln::Net<2, kiln::Frozen<kiln::Dense<3>>, kiln::Dense<1>>;

int main() {
  Net net;
  Net::Gradient gradient;
#ifdef FIXED
  kiln::update(kiln::SGD{}, 1, net.trained(), gradient.storage());
#else
  kiln::update(kiln::SGD{}, 1, net.storage(), gradient.storage());
#endif
}
