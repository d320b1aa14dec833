// SPDX-License-Identifier: MIT
// expect: Dense<Units, Activation>: an activation of your own needs slope_from:
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

struct Square {
#ifdef FIXED
  static constexpr kiln::SlopeFrom slope_from = kiln::SlopeFrom::input;
#endif
  template <class V>
  static constexpr V value(const V& z) {
    return z * z;
  }
  template <class V>
  static constexpr V slope(const V& z) {
    return z + z;
  }
};

using Net = kiln::Net<2, kiln::Dense<3, Square>>;

int main() { return Net{}.predict(std::array{1.0F, 2.0F})(0) > 0; }
