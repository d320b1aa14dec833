// SPDX-License-Identifier: MIT
#pragma once
// Normally distributed numbers. Nothing is kept between calls, so that a number depends on the
// engine alone; the second number of the polar method is dropped.

#include <type_traits>

#include <kiln/random/uniform.hpp>
#include <kiln/simd/log.hpp>

namespace kiln {

/// A number from the normal distribution N(mean, std²), computed in double.
///
/// Cost     2.5 draws of 64 bits, one logarithm, one square root.
/// Source   Marsaglia, Bray, "A convenient method for generating normal variables", SIAM Review
///          6(3), 1964.
template <class T = float, class Generator>
KILN_INLINE constexpr T normal(Generator& engine, std::type_identity_t<T> mean = T(0),
                               std::type_identity_t<T> std = T(1)) {
  double x = 0, square = 0;
  do {
    x = simd::fma(kiln::uniform<double>(engine), 2.0, -1.0);
    const double y = simd::fma(kiln::uniform<double>(engine), 2.0, -1.0);
    square = simd::fma(x, x, y * y);
  } while (square >= 1 || square == 0);
  const double standard = x * simd::sqrt(-2 * simd::log(square) / square);
  return simd::fma(static_cast<T>(standard), std, mean);
}

}  // namespace kiln
