// SPDX-License-Identifier: MIT
#pragma once
// The shape of a tensor as a value, so that it can be a template argument and be computed by
// ordinary constexpr functions. Not here: memory (tensor.hpp, view.hpp, rows.hpp).

#include <concepts>
#include <cstddef>
#include <limits>

namespace kiln {

namespace shape_errors {
/// Not constexpr: calling one in a constant expression is the error, and its name the message.
inline void an_extent_of_a_Shape_must_be_at_least_1() {}
/// As above.
inline void the_size_of_a_Shape_must_fit_in_size_t() {}
}  // namespace shape_errors

/// Extents of a tensor of rank 1 to 4, outermost first: Shape{1, 28, 28}. One integer converts to
/// a Shape, so `Net<784, …>` and `Net<Shape{784}, …>` are the same type.
///
/// Errors   does not compile in a constant where an extent is below 1 or the size overflows.
struct Shape {
  static constexpr std::size_t max_rank = 4;  ///< the highest rank

  std::size_t rank = 0;                ///< number of extents
  std::size_t extents[max_rank] = {};  ///< the first `rank` are used, the others are 0

  /// The shape with these extents.
  template <std::integral... Extents>
  requires(sizeof...(Extents) >= 1 &&
           sizeof...(Extents) <= max_rank) constexpr Shape(Extents... extent)
      : rank(sizeof...(Extents)) {
    const bool positive[] = {(extent >= 1)...};
    const std::size_t value[] = {static_cast<std::size_t>(extent)...};
    std::size_t total = 1;
    for (std::size_t i = 0; i < rank; ++i) {
      if (!positive[i]) {
        shape_errors::an_extent_of_a_Shape_must_be_at_least_1();
        return;
      }
      if (total > std::numeric_limits<std::size_t>::max() / 16 / value[i]) {
        shape_errors::the_size_of_a_Shape_must_fit_in_size_t();
      }
      total *= value[i];
      extents[i] = value[i];
    }
  }

  /// Number of elements: the product of the extents.
  constexpr std::size_t size() const {
    std::size_t total = 1;
    for (std::size_t i = 0; i < rank; ++i) total *= extents[i];
    return total;
  }

  /// The extent of axis `i`, 0 being the outermost. Requires i < rank.
  constexpr std::size_t operator[](std::size_t i) const { return extents[i]; }

  /// Same rank and extents.
  friend constexpr bool operator==(const Shape&, const Shape&) = default;
};

/// The extents of b after those of a: join(Shape{2}, Shape{3, 4}) is Shape{2, 3, 4}.
/// Requires a.rank + b.rank ≤ 4.
constexpr Shape join(Shape a, const Shape& b) {
  for (std::size_t i = 0; i < b.rank; ++i) a.extents[a.rank + i] = b.extents[i];
  a.rank += b.rank;
  return a;
}

/// The shape of one element of the outermost axis: tail(Shape{2, 3}) is Shape{3}; of a rank-1
/// shape it is Shape{1}.
constexpr Shape tail(const Shape& shape) {
  if (shape.rank == 1) return Shape{1};
  Shape result = shape;
  result.rank = shape.rank - 1;
  for (std::size_t i = 0; i < Shape::max_rank; ++i) {
    result.extents[i] = i < result.rank ? shape.extents[i + 1] : 0;
  }
  return result;
}

/// Position of an element in row-major order. Requires as many indices as the rank.
template <std::integral... Index>
constexpr std::size_t offset(const Shape& shape, Index... index) {
  std::size_t position = 0, axis = 0;
  ((position = position * shape.extents[axis++] + static_cast<std::size_t>(index)), ...);
  return position;
}

/// True where a and b broadcast: aligned at the last axis, each pair of extents is equal or one of
/// them is 1. Source: NumPy, "Broadcasting".
constexpr bool broadcastable(const Shape& a, const Shape& b) {
  for (std::size_t i = 1; i <= a.rank && i <= b.rank; ++i) {
    const std::size_t m = a.extents[a.rank - i], n = b.extents[b.rank - i];
    if (m != n && m != 1 && n != 1) return false;
  }
  return true;
}

/// The shape that a and b broadcast to. Requires broadcastable(a, b).
constexpr Shape broadcast(const Shape& a, const Shape& b) {
  Shape result = a.rank >= b.rank ? a : b;
  for (std::size_t i = 1; i <= a.rank && i <= b.rank; ++i) {
    const std::size_t m = a.extents[a.rank - i], n = b.extents[b.rank - i];
    result.extents[result.rank - i] = m == 1 ? n : m;
  }
  return result;
}

/// Row-major position in an array of shape `from` of the element that broadcasting puts at
/// position `at` of shape `to`.
constexpr std::size_t broadcast_offset(const Shape& from, const Shape& to, std::size_t at) {
  std::size_t position = 0, stride = 1;
  for (std::size_t i = 1; i <= from.rank; ++i) {
    const std::size_t index = at % to.extents[to.rank - i], extent = from.extents[from.rank - i];
    if (extent != 1) position += index * stride;
    stride *= extent;
    at /= to.extents[to.rank - i];
  }
  return position;
}

}  // namespace kiln
