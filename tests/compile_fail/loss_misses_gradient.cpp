// SPDX-License-Identifier: MIT
// expect: a loss of your own needs gradient<Arch>(y, t, n, dy)
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

struct Own {
  template <class Arch, class T, kiln::Shape Out, class Targets>
  constexpr T value(kiln::Rows<const T, Out> y, const Targets&) const {
    return y.data()[0];
  }
#ifdef FIXED
  template <class Arch, class T, kiln::Shape Out, class Targets>
  constexpr void gradient(kiln::Rows<const T, Out>, const Targets&, std::size_t, T* dy) const {
    dy[0] = T(1);
  }
#endif
};

using Net = kiln::Net<2, kiln::Dense<1>>;

int main() {
  Net net;
  kiln::Trainer<Net, Own, kiln::SGD, 1> trainer(net);
  return trainer.step(std::array{1.0F, 2.0F}, std::array{1.0F}) > 0;
}
