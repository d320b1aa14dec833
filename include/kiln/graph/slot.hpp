// SPDX-License-Identifier: MIT
#pragma once
// What every node of a computational graph has: its value, its gradient, a label. Values are
// numbers or tensors; both are read here as so many elements of a shape.

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include <kiln/simd/compiler.hpp>
#include <kiln/tensor/elementwise.hpp>

namespace kiln::graph {

/// The shape of a node's value; of a number Shape{1}.
template <class Value>
inline constexpr Shape value_shape = Shape{1};
template <AnyTensor Value>
inline constexpr Shape value_shape<Value> = Value::shape;

/// The elements of a node's value.
template <class Value>
KILN_INLINE constexpr auto* elements(Value& value) {
  if constexpr (AnyTensor<Value>) return value.data();
  else return &value;
}

/// The scalar of a node's value: itself where it is a number.
template <class Value>
using scalar_of_value = std::remove_cvref_t<decltype(*elements(std::declval<Value&>()))>;

/// The value of a node and the gradient of the last expression with respect to it. Nodes are not
/// copied, since a copy would not be a part of the expressions that refer to the original.
template <class Value>
class Slot {
 public:
  using value_type = Value;  ///< a number or a BasicTensor

  /// A node of this value. The label must live as long as the node; string literals do.
  KILN_INLINE constexpr Slot(std::string_view label, const Value& value)
      : value_(value), label_(label) {}
  constexpr Slot(Slot&&) = default;

  constexpr Value& value() { return value_; }                           ///< what the node is worth
  constexpr const Value& value() const { return value_; }               ///< what the node is worth
  constexpr Value& gradient() { return gradient_; }                     ///< d(root)/d(this node)
  constexpr const Value& gradient() const { return gradient_; }         ///< d(root)/d(this node)
  constexpr std::string_view label() const { return label_; }           ///< for drawings
  constexpr void set_label(std::string_view label) { label_ = label; }  ///< for drawings

 protected:
  /// One more use in the expression that is about to run; true for the first, which also clears
  /// the gradient.
  KILN_INLINE constexpr bool count_use() {
    if (uses_++ > 0) return false;
    for (std::size_t i = 0; i < value_shape<Value>.size(); ++i) {
      elements(gradient_)[i] = scalar_of_value<Value>(0);
    }
    return true;
  }
  /// One use done; true for the last.
  KILN_INLINE constexpr bool end_use() { return --uses_ == 0; }
  /// All uses done; true if there were any.
  KILN_INLINE constexpr bool end_all_uses() { return std::exchange(uses_, 0) > 0; }

 private:
  Value value_;
  Value gradient_{};
  std::string_view label_;
  int uses_ = 0;  // in the expression that is running; 0 between runs
};

/// A node, whatever it computes. Satisfied by: Variable, Constant, Node.
template <class X>
concept AnyNode = requires {
  typename std::remove_cvref_t<X>::value_type;
}
&&std::derived_from<std::remove_cvref_t<X>, Slot<typename std::remove_cvref_t<X>::value_type>>;

/// The shape of an operand: of a node's value, of a tensor, Shape{1} of a number.
template <class X>
inline constexpr Shape operand_shape = value_shape<std::remove_cvref_t<X>>;
template <AnyNode X>
inline constexpr Shape operand_shape<X> = value_shape<typename std::remove_cvref_t<X>::value_type>;

}  // namespace kiln::graph
