// SPDX-License-Identifier: MIT
#pragma once
// The sentences a user reads when tensors and views do not fit. Structs on plain numbers, since
// those are checked at once, and every compiler prints their arguments.

#include <cstddef>
#include <type_traits>

#include <kiln/tensor/shape.hpp>

namespace kiln::checks {

/// One index for each axis.
template <std::size_t Indices, std::size_t Rank>
struct Indexing {
  static_assert(Indices == Rank, "View: give one index for each axis");
};

/// Elements written out, all of a tensor's.
template <std::size_t Given, std::size_t Size>
struct GivenElements {
  static_assert(Given == Size, "Tensor: give as many elements as the shape has");
};

/// The length of one row that is written out.
template <std::size_t Given, std::size_t Row>
struct GivenRow {
  static_assert(Given == Row, "Tensor: give each row as many elements as the shape's last axes");
};

/// Two shapes of as many elements.
template <std::size_t Other, std::size_t Size>
struct Reshaping {
  static_assert(Other == Size, "reshape: the sizes of the two shapes must be equal");
};

/// Sizes, then first extents that differ, of a mask and what it masks.
template <std::size_t Mask, std::size_t Size, bool Same>
struct Masking {
  static_assert(Mask == Size && Same, "x[mask]: the mask must have the shape of x");
};

/// The elements that a view is made to look at.
template <std::size_t Given, std::size_t Size>
struct Viewing {
  static_assert(Given == Size, "View: the array or span must hold as many elements as the shape");
};

/// Extents of what is copied and of the view that it is copied to, where they differ.
template <std::size_t From, std::size_t To>
struct Copying {
  static_assert(From == To, "copy: both must have the same shape");
};

/// The scalars of what is copied and of the view.
template <class From, class To>
struct CopiedScalars {
  static_assert(std::is_same_v<From, To>, "copy: both must hold the same scalar");
};

/// The first extents, from the outermost axis on, in which a and b differ; the ranks where only
/// those do.
struct Difference {
  std::size_t left, right;

  constexpr Difference(const Shape& a, const Shape& b) : left(a.rank), right(b.rank) {
    if (a.rank != b.rank) return;
    for (std::size_t i = 0; i < a.rank; ++i) {
      left = a[i];
      right = b[i];
      if (left != right) return;
    }
  }
};

}  // namespace kiln::checks
