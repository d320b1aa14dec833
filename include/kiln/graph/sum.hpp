// SPDX-License-Identifier: MIT
#pragma once
// The sum of all elements as a node: how a tensor becomes a number.

#include <cstddef>
#include <string_view>

#include <kiln/graph/connect.hpp>
#include <kiln/tensor/reduce.hpp>

namespace kiln::graph {

namespace operations {

/// Σ of all elements.
struct Sum {
  static constexpr std::string_view symbol = "sum";  ///< in drawings
  /// A number.
  template <class X>
  using Value = scalar_of_value<X>;

  /// y = Σ x.
  template <class Arch, class Y, class X>
  KILN_INLINE constexpr void forward(Slot<Y>& y, const Slot<X>& x) const {
    if constexpr (AnyTensor<X>) y.value() = sum(x.value());
    else y.value() = x.value();
  }

  /// dx += dy everywhere.
  template <class Arch, class Y, class X>
  KILN_INLINE constexpr void backward(const Slot<Y>& y, Slot<X>& x) const {
    for (std::size_t i = 0; i < value_shape<X>.size(); ++i) {
      elements(x.gradient())[i] = elements(x.gradient())[i] + y.gradient();
    }
  }
};

}  // namespace operations

/// The node Σ x of all elements: a number.
template <AnyNode X>
KILN_INLINE constexpr auto sum(X&& x) {
  return graph::connect(operations::Sum{}, static_cast<X&&>(x));
}

}  // namespace kiln::graph
