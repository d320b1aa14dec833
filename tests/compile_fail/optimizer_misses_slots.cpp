// SPDX-License-Identifier: MIT
// expect: an optimiser of your own needs slots
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/train/trainer.hpp>

struct Own {
#ifdef FIXED
  static constexpr std::size_t slots = 0;
#endif
  template <class T>
  constexpr auto rule(std::uint64_t) const {
    return [](auto& p, const auto& g) { p = p - g; };
  }
};

using Net = kiln::Net<2, kiln::Dense<1>>;

int main() {
  Net net;
  kiln::Trainer<Net, kiln::SquaredError, Own, 1> trainer(net);
  return trainer.step(std::array{1.0F, 2.0F}, std::array{1.0F}) > 0;
}
