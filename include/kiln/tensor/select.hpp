// SPDX-License-Identifier: MIT
#pragma once
// Selecting by a list of indices. By a mask: x[x > 15], a member of tensor and view.

#include <cassert>
#include <concepts>
#include <cstddef>

#include <kiln/tensor/elementwise.hpp>

namespace kiln {

/// The elements at these positions of the outermost axis, in the order of the list: numbers where
/// x has rank 1, rows where it has more. Requires each index below x's first extent.
///
/// Example  take(x, {0, 2, 4})
template <AnyTensor X, std::integral Index, std::size_t N>
KILN_INLINE constexpr auto take(const X& x, const Index (&indices)[N]) {
  constexpr Shape row = tail(X::shape);
  constexpr Shape shape = X::shape.rank == 1 ? Shape{N} : join(Shape{N}, row);
  BasicTensor<element_of<X>, shape> result;
  for (std::size_t i = 0; i < N; ++i) {
    const auto index = static_cast<std::size_t>(indices[i]);
    assert(index < X::shape[0] && "take: an index is beyond the outermost axis");
    for (std::size_t j = 0; j < row.size(); ++j) {
      result.data()[i * row.size() + j] = x.data()[index * row.size() + j];
    }
  }
  return result;
}

}  // namespace kiln
