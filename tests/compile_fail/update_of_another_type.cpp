// SPDX-License-Identifier: MIT
// expect: update: the gradient must hold the same scalars as the parameters
// numbers: none
#include <kiln/optimizers/sgd.hpp>
#include <kiln/optimizers/update.hpp>

#include <array>
#include <span>

int main() {
  std::array<float, 2> p{1, 2};
#ifdef FIXED
  std::array<float, 2> g{3, 4};
#else
  std::array<double, 2> g{3, 4};
#endif
  kiln::update(kiln::SGD{}, 1, std::span(p), std::span(g));
}
