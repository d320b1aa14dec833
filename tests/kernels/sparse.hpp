// SPDX-License-Identifier: MIT
#pragma once
// What the tests of sparse products share: matrices that are zero in several ways.

#include <cstddef>
#include <vector>

#include "support/samples.hpp"

namespace sparse_test {

/// How zeros stand in a matrix.
enum class Zeros { all, most, in_runs, half, none };

/// n numbers in rows, integers or not; zeros of both signs.
template <class T>
std::vector<T> draw(support::Samples& samples, Zeros zeros, std::size_t n, bool integers) {
  std::vector<T> x = integers ? samples.integers<T>(n, 1, 255) : samples.uniforms<T>(n, 0.01, 1);
  bool on = false;
  for (std::size_t i = 0; i < n; ++i) {
    const long dice = samples.integer(0, 99);
    switch (zeros) {
      case Zeros::all:
        on = false;
        break;
      case Zeros::most:
        on = dice < 5;
        break;
      case Zeros::in_runs:
        on = on ? dice < 85 : dice < 4;
        break;
      case Zeros::half:
        on = dice < 50;
        break;
      case Zeros::none:
        on = true;
        break;
    }
    if (!on) x[i] = dice % 2 == 0 ? T(0) : -T(0);
    else if (dice % 3 == 0) x[i] = -x[i];
  }
  return x;
}

inline constexpr Zeros every[] = {Zeros::all, Zeros::most, Zeros::in_runs, Zeros::half,
                                  Zeros::none};

}  // namespace sparse_test
