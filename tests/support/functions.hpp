// SPDX-License-Identifier: MIT
#pragma once
// The functions of simd/math.hpp and sqrt as types, `truth` being the standard library's, and
// numbers at which they are special.

#include <array>
#include <cmath>
#include <kiln/simd/math.hpp>
#include <limits>

namespace support {

struct Exp {
  static constexpr const char* name = "exp";
  template <class V>
  static constexpr V ours(const V& x) {
    return kiln::simd::exp(x);
  }
  template <class W>
  static W truth(W x) {
    return std::exp(x);
  }
};
struct Log {
  static constexpr const char* name = "log";
  template <class V>
  static constexpr V ours(const V& x) {
    return kiln::simd::log(x);
  }
  template <class W>
  static W truth(W x) {
    return std::log(x);
  }
};
struct Tanh {
  static constexpr const char* name = "tanh";
  template <class V>
  static constexpr V ours(const V& x) {
    return kiln::simd::tanh(x);
  }
  template <class W>
  static W truth(W x) {
    return std::tanh(x);
  }
};
struct Sigmoid {
  static constexpr const char* name = "sigmoid";
  template <class V>
  static constexpr V ours(const V& x) {
    return kiln::simd::sigmoid(x);
  }
  template <class W>
  static W truth(W x) {
    return 1 / (1 + std::exp(-x));
  }
};
struct Sqrt {
  static constexpr const char* name = "sqrt";
  template <class V>
  static constexpr V ours(const V& x) {
    return kiln::simd::sqrt(x);
  }
};

template <class T>
constexpr std::array<T, 32> special_values() {
  using Limits = std::numeric_limits<T>;
  return {T(0),
          T(-0.0),
          Limits::infinity(),
          -Limits::infinity(),
          Limits::max(),
          Limits::lowest(),
          Limits::min(),
          -Limits::min(),
          T(1),
          T(-1),
          Limits::denorm_min(),
          -Limits::denorm_min(),
          T(0.5),
          T(-0.5),
          T(1e-3),
          T(-1e-20),
          T(88.72),
          T(88.73),
          T(-87.4),
          T(-103.9),
          T(-104.5),
          T(709.7),
          T(709.8),
          T(-745.1),
          T(-745.2),
          T(9.9),
          T(10.1),
          T(-1e30),
          T(0.70710678),
          T(1.41421357),
          Limits::quiet_NaN(),
          Limits::epsilon()};
}

}  // namespace support
