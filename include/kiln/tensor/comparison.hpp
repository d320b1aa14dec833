// SPDX-License-Identifier: MIT
#pragma once
// Comparisons: of tensors with a number or another tensor, element by element, giving masks; and
// whole equality, where both sides are tensors (a == b is one bool). Masks pick values: x[x > 15].

#include <cstddef>

#include <kiln/tensor/elementwise.hpp>

namespace kiln {

namespace comparison_detail {
struct Less {
  template <class T>
  KILN_INLINE constexpr bool operator()(const T& a, const T& b) const {
    return a < b;
  }
};
struct LessOrEqual {
  template <class T>
  KILN_INLINE constexpr bool operator()(const T& a, const T& b) const {
    return a <= b;
  }
};
struct Equal {
  template <class T>
  KILN_INLINE constexpr bool operator()(const T& a, const T& b) const {
    return a == b;
  }
};
struct Unequal {
  template <class T>
  KILN_INLINE constexpr bool operator()(const T& a, const T& b) const {
    return a != b;
  }
};
struct And {
  KILN_INLINE constexpr bool operator()(bool a, bool b) const { return a && b; }
};
struct Or {
  KILN_INLINE constexpr bool operator()(bool a, bool b) const { return a || b; }
};
struct Not {
  KILN_INLINE constexpr bool operator()(bool a) const { return !a; }
};
}  // namespace comparison_detail

/// A tensor of bools. Satisfied by: BasicTensor<bool, S>, View<bool, S>, View<const bool, S>.
template <class X>
concept Mask = AnyTensor<X> && requires {
  requires std::same_as < element_of<X>,
  bool > ;
};

/// Where a < b.
template <class A, class B>
requires ElementwiseOperands<A, B> KILN_INLINE constexpr auto operator<(const A& a, const B& b) {
  return combine(a, b, comparison_detail::Less{});
}

/// Where a > b.
template <class A, class B>
requires ElementwiseOperands<A, B> KILN_INLINE constexpr auto operator>(const A& a, const B& b) {
  return combine(b, a, comparison_detail::Less{});
}

/// Where a ≤ b.
template <class A, class B>
requires ElementwiseOperands<A, B> KILN_INLINE constexpr auto operator<=(const A& a, const B& b) {
  return combine(a, b, comparison_detail::LessOrEqual{});
}

/// Where a ≥ b.
template <class A, class B>
requires ElementwiseOperands<A, B> KILN_INLINE constexpr auto operator>=(const A& a, const B& b) {
  return combine(b, a, comparison_detail::LessOrEqual{});
}

/// Where x equals a number.
template <AnyTensor X, NumberFor<element_of<X>> Number>
KILN_INLINE constexpr auto operator==(const X& x, const Number& number) {
  return combine(x, number, comparison_detail::Equal{});
}

/// Where x differs from a number.
template <AnyTensor X, NumberFor<element_of<X>> Number>
KILN_INLINE constexpr auto operator!=(const X& x, const Number& number) {
  return combine(x, number, comparison_detail::Unequal{});
}

/// Where x equals a number.
template <AnyTensor X, NumberFor<element_of<X>> Number>
KILN_INLINE constexpr auto operator==(const Number& number, const X& x) {
  return combine(x, number, comparison_detail::Equal{});
}

/// Where x differs from a number.
template <AnyTensor X, NumberFor<element_of<X>> Number>
KILN_INLINE constexpr auto operator!=(const Number& number, const X& x) {
  return combine(x, number, comparison_detail::Unequal{});
}

/// True where all elements of two tensors of one shape are equal, whoever owns them.
template <AnyTensor A, AnyTensor B>
KILN_INLINE constexpr bool operator==(const A& a, const B& b) {
  static_assert(A::shape == B::shape,
                "a == b: two tensors are compared as wholes, so their shapes "
                "must be equal");
  bool equal = true;
  if constexpr (A::shape == B::shape) {
    for (std::size_t i = 0; i < A::static_size; ++i) equal = equal && a.data()[i] == b.data()[i];
  }
  return equal;
}

/// Where both masks are set.
template <Mask A, Mask B>
KILN_INLINE constexpr auto operator&(const A& a, const B& b) {
  return combine(a, b, comparison_detail::And{});
}

/// Where at least one of two masks is set.
template <Mask A, Mask B>
KILN_INLINE constexpr auto operator|(const A& a, const B& b) {
  return combine(a, b, comparison_detail::Or{});
}

/// Where a mask is not set.
template <Mask A>
KILN_INLINE constexpr auto operator!(const A& a) {
  return map(a, comparison_detail::Not{});
}

}  // namespace kiln
