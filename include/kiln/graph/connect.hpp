// SPDX-License-Identifier: MIT
#pragma once
// How expressions are built: named nodes are referred to, temporaries moved into the new node,
// numbers and tensors kept as constants.

#include <string_view>
#include <type_traits>
#include <utility>

#include <kiln/graph/node.hpp>

namespace kiln::graph {

namespace connect_detail {
template <class X>
inline constexpr bool is_const_node = std::is_const_v<std::remove_reference_t<X>>&& AnyNode<X>;

/// A node as it is, N& or N&&; anything else as a constant, numbers as T.
template <class T, class X>
KILN_INLINE constexpr decltype(auto) operand(X&& x) {
  if constexpr (AnyNode<X>) {
    using N = std::remove_cvref_t<X>;  // connect refuses const
    if constexpr (std::is_lvalue_reference_v<X>) return const_cast<N&>(x);
    else return const_cast<N&&>(x);
  } else if constexpr (AnyTensor<X>) {
    return Constant(graph::owned_value(x));
  } else {
    return Constant<T>(static_cast<T>(x));
  }
}

/// How a node keeps what operand() returns: N& by reference, all else as its own.
template <class X>
using Kept = std::conditional_t<std::is_lvalue_reference_v<X>, X, std::remove_reference_t<X>>;

template <class... X>
struct FirstNode;
template <class X, class... Rest>
struct FirstNode<X, Rest...> : FirstNode<Rest...> {};
template <AnyNode X, class... Rest>
struct FirstNode<X, Rest...> {
  using scalar = scalar_of_value<typename std::remove_cvref_t<X>::value_type>;
};
}  // namespace connect_detail

namespace operations {
/// Does nothing: stands for an expression that was refused, so that its message stands alone.
struct Inert {
  static constexpr std::string_view symbol = "";  ///< in drawings
  /// Of the first operand.
  template <class First, class...>
  using Value = First;

  /// Nothing.
  template <class Arch, class... X>
  KILN_INLINE constexpr void forward(Slot<X>&...) const {}
  /// Nothing.
  template <class Arch, class... X>
  KILN_INLINE constexpr void backward(Slot<X>&...) const {}
};
}  // namespace operations

/// What an operation takes beside nodes: a number or a tensor, which becomes a constant.
template <class X>
concept NodeOrValue = AnyNode<X> || AnyTensor<X> || std::is_arithmetic_v<std::remove_cvref_t<X>>;

/// Operands of which at least one is a node.
template <class... X>
concept NodeOperands = (NodeOrValue<X> && ...) && (AnyNode<X> || ...);

/// The node of an operation on nodes, numbers and tensors: named nodes by reference, temporaries
/// moved into the new node.
template <class Operation, class... X>
requires NodeOperands<X...> KILN_INLINE constexpr auto connect(Operation&& operation, X&&... x) {
  using T = typename connect_detail::FirstNode<X...>::scalar;
  static_assert((!connect_detail::is_const_node<X> && ...),
                "graph: a node in an expression must not be const; forward() and backward() write "
                "into it");
  return Node<std::remove_cvref_t<Operation>,
              connect_detail::Kept<decltype(connect_detail::operand<T>(static_cast<X&&>(x)))>...>(
      static_cast<Operation&&>(operation), connect_detail::operand<T>(static_cast<X&&>(x))...);
}

}  // namespace kiln::graph
