// SPDX-License-Identifier: MIT
#pragma once
// Operations that work element by element, on numbers and on tensors, with broadcasting: what was
// repeated on the way forward is summed on the way back.

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include <kiln/graph/connect.hpp>
#include <kiln/simd/lanes.hpp>
#include <kiln/tensor/elementwise.hpp>

namespace kiln::graph {

/// Which element of a value of type X goes with element i of a value of type Y.
template <class X, class Y>
KILN_INLINE constexpr std::size_t position(std::size_t i) {
  if constexpr (value_shape<X>.size() == value_shape<Y>.size()) return i;
  else if constexpr (value_shape<X>.size() == 1) return 0;
  else return broadcast_offset(value_shape<X>, value_shape<Y>, i);
}

namespace elementwise_detail {
template <class F>
struct ValueOf {
  template <class... T>
  KILN_INLINE constexpr auto operator()(const T&... x) const {
    return F::value(x...);
  }
};

template <class F, class A>
KILN_INLINE constexpr auto value(const A& a) {
  if constexpr (AnyTensor<A>) return map(a, ValueOf<F>{});
  else return F::value(a);
}

template <class F, class A, class B>
KILN_INLINE constexpr auto value(const A& a, const B& b) {
  if constexpr (AnyTensor<A> || AnyTensor<B>) return combine(a, b, ValueOf<F>{});
  else return F::template value<std::common_type_t<A, B>>(a, b);
}
}  // namespace elementwise_detail

/// The operation of a function F of one or two numbers, which has
///   value(x...)          of numbers of one type,
///   slope<K>(y, x...)    its derivative by argument K, y being the value.
template <class F>
struct Elementwise {
  static constexpr std::string_view symbol = F::symbol;  ///< in drawings
  /// Of the result.
  template <class... X>
  using Value = decltype(elementwise_detail::value<F>(std::declval<const X&>()...));

  /// y = f(x...).
  template <class Arch, class Y, class... X>
  KILN_INLINE constexpr void forward(Slot<Y>& y, const Slot<X>&... x) const {
    y.value() = elementwise_detail::value<F>(x.value()...);
  }

  /// dx += dy·∂f/∂x for each operand.
  template <class Arch, class Y, class... X>
  KILN_INLINE constexpr void backward(const Slot<Y>& y, Slot<X>&... x) const {
    [&]<std::size_t... K>(std::index_sequence<K...>) { (add_share<K>(y, x, x...), ...); }
    (std::index_sequence_for<X...>());
  }

 private:
  template <std::size_t K, class Y, class Target, class... X>
  static KILN_INLINE constexpr void add_share(const Slot<Y>& y, Slot<Target>& target,
                                              const Slot<X>&... x) {
    using T = scalar_of_value<Y>;
    using Share = scalar_of_value<Target>;
    for (std::size_t i = 0; i < value_shape<Y>.size(); ++i) {
      const T slope = F::template slope<K>(
          elements(y.value())[i], static_cast<T>(elements(x.value())[position<X, Y>(i)])...);
      Share& sum = elements(target.gradient())[position<Target, Y>(i)];
      sum =
          simd::fma(static_cast<Share>(elements(y.gradient())[i]), static_cast<Share>(slope), sum);
    }
  }
};

/// The node of f(a, b), element by element, with broadcasting.
template <class F, class A, class B>
requires NodeOperands<A, B> KILN_INLINE constexpr auto connect_elementwise(A&& a, B&& b) {
  constexpr ExtentPair pair = first_mismatch(operand_shape<A>, operand_shape<B>);
  if constexpr (Broadcasting<pair.left, pair.right>::possible) {
    return graph::connect(Elementwise<F>{}, static_cast<A&&>(a), static_cast<B&&>(b));
  } else {
    return graph::connect(operations::Inert{}, a, b);
  }
}

}  // namespace kiln::graph
