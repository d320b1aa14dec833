// SPDX-License-Identifier: MIT
// expect: random: the engine must give all 32-bit or all 64-bit numbers
// numbers: none
#include <random>

#include <kiln/random/uniform.hpp>

int main() {
#ifdef FIXED
  std::mt19937 engine;
#else
  std::minstd_rand engine;
#endif
  return kiln::uniform(engine) > 0;
}
