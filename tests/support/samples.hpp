// SPDX-License-Identifier: MIT
#pragma once
// Test data from a seed, the same with every standard library (whose distributions differ). Shares
// nothing with kiln's random/.

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace support {

/// Numbers drawn from a seed.
class Samples {
 public:
  explicit Samples(std::uint64_t seed) : engine_(seed) {}

  /// In [low, high).
  double uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(engine_() >> 11) * 0x1p-53);
  }
  /// In [low, high].
  std::int64_t integer(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  /// n numbers in [low, high).
  template <class T>
  std::vector<T> uniforms(std::size_t n, double low, double high) {
    std::vector<T> all(n);
    for (T& x : all) x = static_cast<T>(uniform(low, high));
    return all;
  }
  /// n integers in [low, high] as T.
  template <class T>
  std::vector<T> integers(std::size_t n, std::int64_t low, std::int64_t high) {
    std::vector<T> all(n);
    for (T& x : all) x = static_cast<T>(integer(low, high));
    return all;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace support
