// SPDX-License-Identifier: MIT
#pragma once
// An expression as a type: a node is an operation on other nodes and keeps what it computes, so
// that every intermediate value and gradient can be looked at. No heap, no tape: the graph is the
// objects themselves.

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <kiln/graph/variable.hpp>
#include <kiln/simd/arch.hpp>

namespace kiln::graph {

/// An operation applied to operands. Each operand is `N&`, a node that has a name elsewhere and
/// must outlive this one, or `N`, a node that was a temporary and is owned.
///
/// An operation has a `symbol`, a type `Value<A...>` for operands of values A, and
///   forward<Arch>(y, a...)   which sets y.value() from the a.value(),
///   backward<Arch>(y, a...)  which adds y's share to each a.gradient(),
/// all arguments being Slots.
template <class Operation, class... Operand>
class Node : public Slot<typename Operation::template Value<
                 typename std::remove_reference_t<Operand>::value_type...>> {
 public:
  using Value = typename Node::value_type;  ///< a number or a BasicTensor

  /// The operation on these nodes.
  KILN_INLINE constexpr explicit Node(Operation operation, Operand&&... operand)
      : Node::Slot({}, Value{}),
        operation_(std::move(operation)),
        operands_(static_cast<Operand&&>(operand)...) {}

  /// Computes this node and all below it, each once, operands first; clears their gradients.
  template <class Arch = simd::default_arch>
  constexpr const Value& forward() {
    enter<Arch>();
    compute<Arch>();
    return this->value();
  }

  /// Sets the gradient of this node and of all below it: d(this)/d(node), or with a seed other
  /// than 1 that many times as much; of a tensor, the gradient of its elements' sum. Each node
  /// passes on once, after all its uses have added to it. Requires forward() before.
  template <class Arch = simd::default_arch>
  constexpr void backward(scalar_of_value<Value> seed = scalar_of_value<Value>(1)) {
    enter<Arch>();
    for (std::size_t i = 0; i < value_shape<Value>.size(); ++i) {
      elements(this->gradient())[i] = seed;
    }
    receive<Arch>();
  }

  constexpr const Operation& operation() const { return operation_; }          ///< what it does
  constexpr const std::tuple<Operand...>& operands() const { return operands_; }  ///< on what

  // The two runs, called by the nodes above. enter: counts the uses of every node, going down from
  // each node once. compute: at a node's first use. receive: passes on at a node's last use.
  template <class Arch>
  constexpr void enter() {
    if (!this->count_use()) return;
    each([](auto& operand) { operand.template enter<Arch>(); });
  }
  template <class Arch>
  constexpr void compute() {
    if (!this->end_all_uses()) return;
    each([](auto& operand) { operand.template compute<Arch>(); });
    std::apply([&](auto&... operand) { operation_.template forward<Arch>(*this, operand...); },
               operands_);
  }
  template <class Arch>
  constexpr void receive() {
    if (!this->end_use()) return;
    std::apply([&](auto&... operand) { operation_.template backward<Arch>(*this, operand...); },
               operands_);
    each([](auto& operand) { operand.template receive<Arch>(); });
  }

 private:
  template <class F>
  constexpr void each(const F& f) {
    std::apply([&](auto&... operand) { (f(operand), ...); }, operands_);
  }

  [[no_unique_address]] Operation operation_;
  std::tuple<Operand...> operands_;
};

namespace node_detail {
template <class X, bool Writable>
struct OperandOf {
  static_assert(Writable,
                "graph: a node in an expression must not be const; forward() and backward() write "
                "into it");
  static constexpr bool checked = true;
};

/// A node as it is, N& or N&&; anything else as a constant, numbers as T.
template <class T, class X>
KILN_INLINE constexpr decltype(auto) operand(X&& x) {
  if constexpr (AnyNode<X>) {
    using N = std::remove_cvref_t<X>;  // const is refused by connect
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
}  // namespace node_detail

/// What an operation takes beside nodes: a number or a tensor, which becomes a constant.
template <class X>
concept NodeOrValue = AnyNode<X> || AnyTensor<X> || std::is_arithmetic_v<std::remove_cvref_t<X>>;

/// Operands of which at least one is a node.
template <class... X>
concept NodeOperands = (NodeOrValue<X> && ...) && (AnyNode<X> || ...);

/// The node of an operation on nodes, numbers and tensors: named nodes by reference, temporaries
/// moved into the new node.
template <class Operation, class... X>
  requires NodeOperands<X...>
KILN_INLINE constexpr auto connect(Operation operation, X&&... x) {
  using T = typename node_detail::FirstNode<X...>::scalar;
  (static_cast<void>(node_detail::OperandOf<
                     X, !AnyNode<X> || !std::is_const_v<std::remove_reference_t<X>>>::checked),
   ...);
  return Node<Operation,
              node_detail::Kept<decltype(node_detail::operand<T>(static_cast<X&&>(x)))>...>(
      std::move(operation), node_detail::operand<T>(static_cast<X&&>(x))...);
}

}  // namespace kiln::graph
