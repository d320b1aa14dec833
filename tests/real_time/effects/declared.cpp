// SPDX-License-Identifier: MIT
// An activation known only by its declaration: whether it blocks, nobody can see. With -DFIXED its
// author promises that it does not.
#include <kiln/kiln.hpp>

struct Declared {
  static constexpr kiln::SlopeFrom slope_from = kiln::SlopeFrom::output;

#ifdef FIXED
  static float value(float z) noexcept KILN_NONBLOCKING;
#else
  static float value(float z) noexcept;
#endif
  static constexpr float slope(float y) { return y; }
};

float f(const kiln::Net<3, kiln::Dense<5, Declared>>& net, const std::array<float, 3>& x) {
  return net.predict<kiln::simd::plain>(x)(0);
}
