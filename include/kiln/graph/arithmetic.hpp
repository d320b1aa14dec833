// SPDX-License-Identifier: MIT
#pragma once
// + − × ÷ of nodes, numbers and tensors, element by element, broadcasting as tensors do.

#include <cstddef>
#include <string_view>

#include <kiln/graph/elementwise.hpp>

namespace kiln::graph {

namespace operations {

/// a + b.
struct Add {
  static constexpr std::string_view symbol = "+";  ///< in drawings
  /// The value.
  template <class T>
  static KILN_INLINE constexpr T value(const T& a, const T& b) {
    return a + b;
  }
  /// 1 by both.
  template <std::size_t, class T>
  static KILN_INLINE constexpr T slope(const T&, const T&, const T&) {
    return T(1);
  }
};

/// a − b.
struct Subtract {
  static constexpr std::string_view symbol = "−";  ///< in drawings
  /// The value.
  template <class T>
  static KILN_INLINE constexpr T value(const T& a, const T& b) {
    return a - b;
  }
  /// 1 by a, −1 by b.
  template <std::size_t K, class T>
  static KILN_INLINE constexpr T slope(const T&, const T&, const T&) {
    return T(K == 0 ? 1 : -1);
  }
};

/// a·b: each factor's slope is the other.
struct Multiply {
  static constexpr std::string_view symbol = "×";  ///< in drawings
  /// The value.
  template <class T>
  static KILN_INLINE constexpr T value(const T& a, const T& b) {
    return a * b;
  }
  /// b by a, a by b.
  template <std::size_t K, class T>
  static KILN_INLINE constexpr T slope(const T&, const T& a, const T& b) {
    return K == 0 ? b : a;
  }
};

/// a/b.
struct Divide {
  static constexpr std::string_view symbol = "÷";  ///< in drawings
  /// The value.
  template <class T>
  static KILN_INLINE constexpr T value(const T& a, const T& b) {
    return a / b;
  }
  /// 1/b by a, −y/b by b.
  template <std::size_t K, class T>
  static KILN_INLINE constexpr T slope(const T& y, const T&, const T& b) {
    return (K == 0 ? T(1) : -y) / b;
  }
};

/// −x.
struct Negate {
  static constexpr std::string_view symbol = "−";  ///< in drawings
  /// The value.
  template <class T>
  static KILN_INLINE constexpr T value(const T& x) {
    return -x;
  }
  /// −1.
  template <std::size_t, class T>
  static KILN_INLINE constexpr T slope(const T&, const T&) {
    return T(-1);
  }
};

}  // namespace operations

/// The node a + b.
template <class A, class B>
requires NodeOperands<A, B> KILN_INLINE constexpr auto operator+(A&& a, B&& b) {
  return graph::connect_elementwise<operations::Add>(static_cast<A&&>(a), static_cast<B&&>(b));
}

/// The node a − b.
template <class A, class B>
requires NodeOperands<A, B> KILN_INLINE constexpr auto operator-(A&& a, B&& b) {
  return graph::connect_elementwise<operations::Subtract>(static_cast<A&&>(a), static_cast<B&&>(b));
}

/// The node a·b, element by element.
template <class A, class B>
requires NodeOperands<A, B> KILN_INLINE constexpr auto operator*(A&& a, B&& b) {
  return graph::connect_elementwise<operations::Multiply>(static_cast<A&&>(a), static_cast<B&&>(b));
}

/// The node a/b, element by element.
template <class A, class B>
requires NodeOperands<A, B> KILN_INLINE constexpr auto operator/(A&& a, B&& b) {
  return graph::connect_elementwise<operations::Divide>(static_cast<A&&>(a), static_cast<B&&>(b));
}

/// The node −x.
template <AnyNode X>
KILN_INLINE constexpr auto operator-(X&& x) {
  return graph::connect(Elementwise<operations::Negate>{}, static_cast<X&&>(x));
}

}  // namespace kiln::graph
