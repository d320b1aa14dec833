// SPDX-License-Identifier: MIT
#pragma once
// Functions of every element of a node: sigmoid, tanh, relu, exp, log.

#include <cstddef>
#include <string_view>

#include <kiln/graph/elementwise.hpp>
#include <kiln/simd/math.hpp>

namespace kiln::graph {

namespace operations {

/// 1/(1 + e⁻ˣ).
struct Sigmoid {
  static constexpr std::string_view symbol = "sigmoid";  ///< in drawings
  /// The value.
  template <class T>
  static KILN_INLINE constexpr T value(const T& x) {
    return simd::sigmoid(x);
  }
  /// y·(1 − y).
  template <std::size_t, class T>
  static KILN_INLINE constexpr T slope(const T& y, const T&) {
    return y * (T(1) - y);
  }
};

/// (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ).
struct Tanh {
  static constexpr std::string_view symbol = "tanh";  ///< in drawings
  /// The value.
  template <class T>
  static KILN_INLINE constexpr T value(const T& x) {
    return simd::tanh(x);
  }
  /// 1 − y².
  template <std::size_t, class T>
  static KILN_INLINE constexpr T slope(const T& y, const T&) {
    return simd::fma(-y, y, T(1));
  }
};

/// x where x > 0, else 0; NaN stays.
struct Relu {
  static constexpr std::string_view symbol = "relu";  ///< in drawings
  /// The value.
  template <class T>
  static KILN_INLINE constexpr T value(const T& x) {
    return x <= T(0) ? T(0) : x;
  }
  /// 1 where x > 0, else 0.
  template <std::size_t, class T>
  static KILN_INLINE constexpr T slope(const T&, const T& x) {
    return x > T(0) ? T(1) : T(0);
  }
};

/// eˣ.
struct Exp {
  static constexpr std::string_view symbol = "exp";  ///< in drawings
  /// The value.
  template <class T>
  static KILN_INLINE constexpr T value(const T& x) {
    return simd::exp(x);
  }
  /// y.
  template <std::size_t, class T>
  static KILN_INLINE constexpr T slope(const T& y, const T&) {
    return y;
  }
};

/// ln x.
struct Log {
  static constexpr std::string_view symbol = "log";  ///< in drawings
  /// The value.
  template <class T>
  static KILN_INLINE constexpr T value(const T& x) {
    return simd::log(x);
  }
  /// 1/x.
  template <std::size_t, class T>
  static KILN_INLINE constexpr T slope(const T&, const T& x) {
    return T(1) / x;
  }
};

}  // namespace operations

/// The node 1/(1 + e⁻ˣ) of every element.
template <AnyNode X>
KILN_INLINE constexpr auto sigmoid(X&& x) {
  return graph::connect(Elementwise<operations::Sigmoid>{}, static_cast<X&&>(x));
}

/// The node tanh x of every element.
template <AnyNode X>
KILN_INLINE constexpr auto tanh(X&& x) {
  return graph::connect(Elementwise<operations::Tanh>{}, static_cast<X&&>(x));
}

/// The node max(x, 0) of every element.
template <AnyNode X>
KILN_INLINE constexpr auto relu(X&& x) {
  return graph::connect(Elementwise<operations::Relu>{}, static_cast<X&&>(x));
}

/// The node eˣ of every element.
template <AnyNode X>
KILN_INLINE constexpr auto exp(X&& x) {
  return graph::connect(Elementwise<operations::Exp>{}, static_cast<X&&>(x));
}

/// The node ln x of every element.
template <AnyNode X>
KILN_INLINE constexpr auto log(X&& x) {
  return graph::connect(Elementwise<operations::Log>{}, static_cast<X&&>(x));
}

}  // namespace kiln::graph
