// SPDX-License-Identifier: MIT
#pragma once
// The leaves of a computational graph: variables, which the user names and keeps, and constants,
// which come into an expression as plain numbers or tensors.

#include <concepts>
#include <string_view>
#include <type_traits>

#include <kiln/graph/slot.hpp>

namespace kiln::graph {

/// A leaf. `forward` leaves its value, `backward` its gradient alone.
template <class Value>
class Leaf : public Slot<Value> {
 public:
  using Slot<Value>::Slot;

  /// One use (see Node).
  template <class Arch>
  constexpr void enter() {
    this->count_use();
  }
  /// Nothing to compute.
  template <class Arch>
  constexpr void compute() {
    this->end_all_uses();
  }
  /// Nothing to pass on to.
  template <class Arch>
  constexpr void receive() {
    this->end_use();
  }
};

/// A leaf whose value the user may change between two runs: `x.value() = 3`.
template <class Value>
class Variable : public Leaf<Value> {
 public:
  using Leaf<Value>::Leaf;
};

/// A leaf that belongs to one expression: the 2 of `2 * x`.
template <class Value>
class Constant : public Leaf<Value> {
 public:
  constexpr explicit Constant(const Value& value) : Leaf<Value>({}, value) {}  ///< without a label
};

/// What a number or tensor is kept as: integers as double, views as tensors of their own.
template <class X>
KILN_INLINE constexpr auto owned_value(const X& x) {
  if constexpr (AnyTensor<X>) {
    using T = std::conditional_t<std::integral<element_of<X>>, double, element_of<X>>;
    BasicTensor<T, X::shape> value;
    for (std::size_t i = 0; i < X::static_size; ++i) {
      value.data()[i] = static_cast<T>(x.data()[i]);
    }
    return value;
  } else if constexpr (std::integral<X>) {
    return static_cast<double>(x);
  } else {
    return x;
  }
}

/// A variable of this value, a number or a tensor, that drawings call `label`.
///
/// Example  auto apple = graph::variable("apple", 100.0);
template <class X>
KILN_INLINE constexpr auto variable(std::string_view label, const X& value) {
  return Variable<decltype(graph::owned_value(value))>(label, graph::owned_value(value));
}

/// A variable without a label.
template <class X>
requires(!std::convertible_to<const X&, std::string_view>) KILN_INLINE
    constexpr auto variable(const X& value) {
  return graph::variable(std::string_view{}, value);
}

}  // namespace kiln::graph
