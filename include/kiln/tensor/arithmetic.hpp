// SPDX-License-Identifier: MIT
#pragma once
// + − × ÷ on tensors, views and numbers, element by element, broadcasting as NumPy does, and the
// same in place, on batches too. Every operator makes a whole tensor: nothing is delayed. The
// matrix product is in kernels/product.hpp.

#include <cstddef>
#include <type_traits>

#include <kiln/tensor/elementwise.hpp>
#include <kiln/tensor/in_place.hpp>

namespace kiln {

namespace arithmetic_detail {
struct Plus {
  template <class T>
  KILN_INLINE constexpr auto operator()(const T& a, const T& b) const {
    return a + b;
  }
};
struct Minus {
  template <class T>
  KILN_INLINE constexpr auto operator()(const T& a, const T& b) const {
    return a - b;
  }
};
struct Times {
  template <class T>
  KILN_INLINE constexpr auto operator()(const T& a, const T& b) const {
    return a * b;
  }
};
struct Over {
  template <class T>
  KILN_INLINE constexpr auto operator()(const T& a, const T& b) const {
    return a / b;
  }
};
struct Negative {
  template <class T>
  KILN_INLINE constexpr auto operator()(const T& a) const {
    return -a;
  }
};

template <class A>
inline constexpr bool is_target = false;
template <class T, Shape S>
inline constexpr bool is_target<BasicTensor<T, S>> = true;
template <class T, Shape S>
inline constexpr bool is_target<View<T, S>> = !std::is_const_v<T>;
template <class T, Shape S>
inline constexpr bool is_target<const View<T, S>> = !std::is_const_v<T>;
template <class T, Shape S>
inline constexpr bool is_target<Rows<T, S>> = !std::is_const_v<T>;
template <class T, Shape S>
inline constexpr bool is_target<const Rows<T, S>> = !std::is_const_v<T>;
}  // namespace arithmetic_detail

/// What a compound assignment writes to. Satisfied by: a BasicTensor that is not const, View and
/// Rows of elements that are not.
template <class A>
concept Updatable = arithmetic_detail::is_target<std::remove_reference_t<A>>;

/// Each element of a plus that of b.
template <class A, class B>
requires ElementwiseOperands<A, B> KILN_INLINE constexpr auto operator+(const A& a, const B& b) {
  return combine(a, b, arithmetic_detail::Plus{});
}

/// Each element of a minus that of b.
template <class A, class B>
requires ElementwiseOperands<A, B> KILN_INLINE constexpr auto operator-(const A& a, const B& b) {
  return combine(a, b, arithmetic_detail::Minus{});
}

/// Each element of a times that of b: not the matrix product.
template <class A, class B>
requires ElementwiseOperands<A, B> KILN_INLINE constexpr auto operator*(const A& a, const B& b) {
  return combine(a, b, arithmetic_detail::Times{});
}

/// Each element of a divided by that of b.
template <class A, class B>
requires ElementwiseOperands<A, B> KILN_INLINE constexpr auto operator/(const A& a, const B& b) {
  return combine(a, b, arithmetic_detail::Over{});
}

/// The negative of each element.
template <AnyTensor X>
KILN_INLINE constexpr auto operator-(const X& x) {
  return map(x, arithmetic_detail::Negative{});
}

/// a = a + b in place. b: a number, a tensor that broadcasts to a's shape, a batch of a's rows.
template <Updatable A, class B>
KILN_INLINE constexpr A operator+=(A&& a, const B& b) {
  combine_into(a, b, arithmetic_detail::Plus{});
  return static_cast<A&&>(a);
}

/// a = a − b in place; operands as for +=.
template <Updatable A, class B>
KILN_INLINE constexpr A operator-=(A&& a, const B& b) {
  combine_into(a, b, arithmetic_detail::Minus{});
  return static_cast<A&&>(a);
}

/// a = a·b in place, element by element; operands as for +=.
template <Updatable A, class B>
KILN_INLINE constexpr A operator*=(A&& a, const B& b) {
  combine_into(a, b, arithmetic_detail::Times{});
  return static_cast<A&&>(a);
}

/// a = a/b in place; operands as for +=.
template <Updatable A, class B>
KILN_INLINE constexpr A operator/=(A&& a, const B& b) {
  combine_into(a, b, arithmetic_detail::Over{});
  return static_cast<A&&>(a);
}

}  // namespace kiln
