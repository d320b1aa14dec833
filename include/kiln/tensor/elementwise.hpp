// SPDX-License-Identifier: MIT
#pragma once
// One function applied element by element to tensors and views, with broadcasting: what the
// operators of arithmetic.hpp and comparison.hpp are made of. In place: in_place.hpp.
// Source: NumPy, "Broadcasting".

#include <concepts>
#include <cstddef>
#include <type_traits>

#include <kiln/simd/compiler.hpp>
#include <kiln/tensor/tensor.hpp>

namespace kiln {

/// True for BasicTensor and View.
template <class X>
inline constexpr bool is_tensor = false;
template <class T, Shape S>
inline constexpr bool is_tensor<BasicTensor<T, S>> = true;
template <class T, Shape S>
inline constexpr bool is_tensor<View<T, S>> = true;

/// A tensor, its elements its own or somebody else's. Satisfied by: BasicTensor, View.
template <class X>
concept AnyTensor = is_tensor<std::remove_cvref_t<X>>;

/// The scalar of a tensor.
template <AnyTensor X>
using element_of = typename std::remove_cvref_t<X>::value_type;

/// The shape of a tensor.
template <AnyTensor X>
inline constexpr Shape shape_of = std::remove_cvref_t<X>::shape;

/// A number that goes with tensors of `T`: float, double and user's scalars take it as it is
/// (`x * 2` stays float), integers promote as in C++.
template <class Number, class T>
concept NumberFor = !AnyTensor<Number> && std::convertible_to<Number, T>;

/// Two operands of which at least one is a tensor.
template <class A, class B>
concept ElementwiseOperands = (AnyTensor<A> && AnyTensor<B>) ||
                              (AnyTensor<A> &&
                               requires { requires NumberFor<B, element_of<A>>; }) ||
                              (AnyTensor<B> && requires { requires NumberFor<A, element_of<B>>; });

/// A pair of extents.
struct ExtentPair {
  std::size_t left, right;
};

/// The first two extents, from the last axis on, that keep a and b from broadcasting; two ones
/// where they broadcast.
constexpr ExtentPair first_mismatch(const Shape& a, const Shape& b) {
  for (std::size_t i = 1; i <= a.rank && i <= b.rank; ++i) {
    const std::size_t m = a[a.rank - i], n = b[b.rank - i];
    if (m != n && m != 1 && n != 1) return {m, n};
  }
  return {1, 1};
}

/// Says so where two extents keep two shapes from broadcasting.
template <std::size_t Left, std::size_t Right>
struct Broadcasting {
  static_assert(Left == Right,
                "tensor arithmetic: the shapes do not broadcast; aligned at the last axis, extents "
                "must be equal or 1");
  static constexpr bool possible = Left == Right;  ///< false only behind the message
};

/// The scalar that a number becomes beside a tensor of `T`.
template <class Number, class T>
using number_beside =
    typename std::conditional_t<std::is_integral_v<T>, std::common_type<T, Number>,
                                std::type_identity<T>>::type;

/// to[i] = f(a[i], b[i]) over all of To, the elements of A and B where broadcasting finds them:
/// one flat loop where no axis is repeated, otherwise one for each innermost row.
template <Shape To, Shape A, Shape B, class R, class T, class U, class F>
KILN_INLINE constexpr void elementwise(R* to, const T* a, const U* b, const F& f) {
  using Common = std::common_type_t<T, U>;
  constexpr bool flat = (A == To || A.size() == 1) && (B == To || B.size() == 1);
  constexpr std::size_t row = flat ? To.size() : To[To.rank - 1];
  constexpr std::size_t step_a = A.size() == 1 || A[A.rank - 1] != To[To.rank - 1] ? 0 : 1;
  constexpr std::size_t step_b = B.size() == 1 || B[B.rank - 1] != To[To.rank - 1] ? 0 : 1;
  for (std::size_t first = 0; first < To.size(); first += row) {
    const T* const a_row = a + broadcast_offset(A, To, first);
    const U* const b_row = b + broadcast_offset(B, To, first);
    for (std::size_t i = 0; i < row; ++i) {
      to[first + i] = static_cast<R>(
          f(static_cast<Common>(a_row[i * step_a]), static_cast<Common>(b_row[i * step_b])));
    }
  }
}

/// The tensor of f(a, b) for each pair of elements, one of a and b perhaps a number.
template <class A, class B, class F>
requires ElementwiseOperands<A, B> KILN_INLINE constexpr auto combine(const A& a, const B& b,
                                                                      const F& f) {
  if constexpr (!AnyTensor<A>) {
    const auto number = static_cast<number_beside<A, element_of<B>>>(a);
    return combine(View<const decltype(number), Shape{1}>(&number), b, f);
  } else if constexpr (!AnyTensor<B>) {
    const auto number = static_cast<number_beside<B, element_of<A>>>(b);
    return combine(a, View<const decltype(number), Shape{1}>(&number), f);
  } else {
    using Common = std::common_type_t<element_of<A>, element_of<B>>;
    using Result = std::remove_cvref_t<decltype(f(Common(*a.data()), Common(*b.data())))>;
    constexpr Shape to = broadcast(A::shape, B::shape);
    constexpr ExtentPair pair = first_mismatch(A::shape, B::shape);
    BasicTensor<Result, to> result;
    if constexpr (Broadcasting<pair.left, pair.right>::possible) {
      elementwise<to, A::shape, B::shape>(result.data(), a.data(), b.data(), f);
    }
    return result;
  }
}

/// The tensor of f(x) for each element.
template <AnyTensor X, class F>
KILN_INLINE constexpr auto map(const X& x, const F& f) {
  BasicTensor<std::remove_cvref_t<decltype(f(*x.data()))>, X::shape> result;
  for (std::size_t i = 0; i < X::static_size; ++i) result.data()[i] = f(x.data()[i]);
  return result;
}

}  // namespace kiln
