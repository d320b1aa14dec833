// SPDX-License-Identifier: MIT
#pragma once
// a = f(a, b) element by element and in place: what the compound assignments of arithmetic.hpp are
// made of. b is broadcast to the shape of a, which does not grow.

#include <cassert>
#include <cstddef>
#include <type_traits>

#include <kiln/tensor/elementwise.hpp>

namespace kiln {

/// Says so where b, broadcast together with a, has more elements than a.
template <std::size_t Together, std::size_t Target>
struct FittingInto {
  static_assert(Together == Target,
                "a += b: b must broadcast to the shape of a, which does not grow");
  static constexpr bool possible = Together == Target;  ///< false only behind the message
};

/// a[i] = f(a[i], b[i]) for a tensor or view a and a tensor, view or number b. Requires b not to
/// overlap a, unless it starts where a does or is smaller than a (then it is copied first).
template <AnyTensor A, class B, class F>
KILN_INLINE constexpr void combine_into(A& a, const B& b, const F& f) {
  if constexpr (!AnyTensor<B>) {
    const auto number = static_cast<number_beside<B, element_of<A>>>(b);
    elementwise<A::shape, A::shape, Shape{1}>(a.data(), a.data(), &number, f);
  } else {
    constexpr ExtentPair pair = first_mismatch(A::shape, B::shape);
    constexpr std::size_t together = broadcast(A::shape, B::shape).size();
    if constexpr (!Broadcasting<pair.left, pair.right>::possible) return;
    else if constexpr (!FittingInto<together, A::static_size>::possible) return;
    else if constexpr (B::static_size == A::static_size) {
      elementwise<A::shape, A::shape, A::shape>(a.data(), a.data(), b.data(), f);
    } else {
      const BasicTensor<element_of<B>, B::shape> copy(
          View<const element_of<B>, B::shape>(b.data()));
      elementwise<A::shape, A::shape, B::shape>(a.data(), a.data(), copy.data(), f);
    }
  }
}

/// The same for every row of a batch, b being one for all: a number, a tensor or a view.
template <class T, Shape Row, class B, class F>
KILN_INLINE constexpr void combine_into(const Rows<T, Row>& a, const B& b, const F& f) {
  if constexpr (AnyTensor<B>) {
    const BasicTensor<element_of<B>, B::shape> copy(View<const element_of<B>, B::shape>(b.data()));
    for (std::size_t i = 0; i < a.count(); ++i) {
      View<T, Row> row = a[i];
      combine_into(row, copy, f);
    }
  } else {
    const auto number = static_cast<number_beside<B, T>>(b);
    for (std::size_t i = 0; i < a.count(); ++i) {
      View<T, Row> row = a[i];
      combine_into(row, number, f);
    }
  }
}

/// Row i of a with row i of b. Requires a.count() == b.count().
template <class T, Shape Row, class U, Shape Other, class F>
KILN_INLINE constexpr void combine_into(const Rows<T, Row>& a, const Rows<U, Other>& b,
                                        const F& f) {
  assert(a.count() == b.count() && "a += b: both batches must have as many rows");
  for (std::size_t i = 0; i < a.count(); ++i) {
    View<T, Row> row = a[i];
    combine_into(row, b[i], f);
  }
}

}  // namespace kiln
