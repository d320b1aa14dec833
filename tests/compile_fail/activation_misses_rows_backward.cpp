// SPDX-License-Identifier: MIT
// expect: Dense<Units, Activation>: an activation of your own needs rows_backward<Width
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

struct Halved {
  template <std::size_t Width, class Arch, class T>
  static constexpr void rows(std::size_t n, T* z) {
    for (std::size_t i = 0; i < n * Width; ++i) z[i] = z[i] * T(0.5);
  }
#ifdef FIXED
  template <std::size_t Width, class Arch, class T>
  static constexpr void rows_backward(std::size_t n, const T*, T* dy) {
    for (std::size_t i = 0; i < n * Width; ++i) dy[i] = dy[i] * T(0.5);
  }
#endif
};

using Net = kiln::Net<2, kiln::Dense<3, Halved>>;

int main() { return Net{}.predict(std::array{1.0F, 2.0F})(0) > 0; }
