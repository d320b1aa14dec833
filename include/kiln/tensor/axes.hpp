// SPDX-License-Identifier: MIT
#pragma once
// What takes a tensor apart along its axes: the sum over one of them, the transposed matrix.

#include <cstddef>

#include <kiln/tensor/elementwise.hpp>

namespace kiln {

namespace axes_detail {
constexpr Shape without(const Shape& shape, std::size_t axis) {
  if (shape.rank == 1) return Shape{1};
  Shape result = shape;
  result.rank = shape.rank - 1;
  for (std::size_t i = axis; i < Shape::max_rank; ++i) {
    result.extents[i] = i < result.rank ? shape.extents[i + 1] : 0;
  }
  return result;
}

template <std::size_t Axis, std::size_t Rank>
struct AxisOf {
  static_assert(Axis < Rank, "sum<Axis>: the axis must be below the tensor's rank");
  static constexpr std::size_t value = Axis < Rank ? Axis : 0;
};
}  // namespace axes_detail

/// The sums along axis `Axis`, 0 being the outermost, which the result does not have any more; of
/// rank 1 it has one element. Terms are added from the first index to the last.
///
/// Example  sum<0>(BasicTensor<float, Shape{2, 2}>{{1, 2}, {3, 4}})  // (4, 6)
template <std::size_t Axis, AnyTensor X>
KILN_INLINE constexpr auto sum(const X& x) {
  constexpr std::size_t axis = axes_detail::AxisOf<Axis, X::shape.rank>::value;
  constexpr Shape shape = X::shape;
  BasicTensor<element_of<X>, axes_detail::without(shape, axis)> result;
  std::size_t inner = 1;
  for (std::size_t i = axis + 1; i < shape.rank; ++i) inner *= shape[i];
  for (std::size_t at = 0; at < X::static_size; ++at) {
    element_of<X>& total = result.data()[at / (inner * shape[axis]) * inner + at % inner];
    total = static_cast<element_of<X>>(total + x.data()[at]);
  }
  return result;
}

/// The matrix with rows and columns exchanged.
template <AnyTensor X>
requires(shape_of<X>.rank == 2) KILN_INLINE constexpr auto transpose(const X& x) {
  constexpr std::size_t rows = X::shape[0], columns = X::shape[1];
  BasicTensor<element_of<X>, Shape{columns, rows}> result;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) result(j, i) = x(i, j);
  }
  return result;
}

}  // namespace kiln
