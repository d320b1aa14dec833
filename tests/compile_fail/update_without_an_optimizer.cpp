// SPDX-License-Identifier: MIT
// expect: an optimiser is needed here: SGD, Momentum or Adam
// numbers: none
#include <kiln/optimizers/sgd.hpp>
#include <kiln/optimizers/update.hpp>

#include <array>
#include <span>

int main() {
  std::array<float, 2> p{1, 2}, g{3, 4};
#ifdef FIXED
  kiln::update(kiln::SGD{}, 1, std::span(p), std::span(g));
#else
  kiln::update(0.1F, 1, std::span(p), std::span(g));
#endif
}
