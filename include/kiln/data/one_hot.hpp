// SPDX-License-Identifier: MIT
#pragma once
// Class labels as rows with a single one.

#include <cassert>
#include <concepts>
#include <cstddef>
#include <span>

#include <kiln/simd/compiler.hpp>
#include <kiln/tensor/rows.hpp>

namespace kiln {

/// to(r, j) = 1 where label[r] = j, else 0.
///
/// Shapes   label: n,  to: n × Classes.
/// Requires every label below the number of classes, and as many rows as labels.
template <class T, Shape Classes, std::integral Label>
KILN_INLINE constexpr void one_hot(std::span<const Label> label, Rows<T, Classes> to) {
  assert(label.size() == to.count() && "one_hot: as many rows as labels");
  for (T& element : to) element = T(0);
  for (std::size_t r = 0; r < label.size(); ++r) {
    const auto j = static_cast<std::size_t>(label[r]);
    assert(j < Classes.size() && "one_hot: a label must be below the number of classes");
    to.data()[r * Classes.size() + j] = T(1);
  }
}

}  // namespace kiln
