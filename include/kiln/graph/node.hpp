// SPDX-License-Identifier: MIT
#pragma once
// An expression as a type: a node is an operation on other nodes and keeps what it computes, so
// that every intermediate value and gradient can be looked at. No heap, no tape: the graph is the
// objects themselves.

#include <cstddef>
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
  KILN_INLINE constexpr explicit Node(const Operation& operation, Operand&&... operand)
      : Node::Slot({}, Value{}),
        operation_(operation),
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

  constexpr const Operation& operation() const { return operation_; }             ///< what it does
  constexpr const std::tuple<Operand...>& operands() const { return operands_; }  ///< on what

  /// Counts one use, and at the first the uses of what lies below. Called by the nodes above, as
  /// are the next two.
  template <class Arch>
  constexpr void enter() {
    if (!this->count_use()) return;
    each([](auto& operand) { operand.template enter<Arch>(); });
  }
  /// Computes what lies below and this node, at its first use.
  template <class Arch>
  constexpr void compute() {
    if (!this->end_all_uses()) return;
    each([](auto& operand) { operand.template compute<Arch>(); });
    std::apply([&](auto&... operand) { operation_.template forward<Arch>(*this, operand...); },
               operands_);
  }
  /// Passes the gradient on, at its last use.
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

}  // namespace kiln::graph
