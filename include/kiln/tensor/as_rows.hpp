// SPDX-License-Identifier: MIT
#pragma once
// What users pass as a sample or a batch (tensor, array, span, vector, view, rows) as Rows.

#include <concepts>
#include <cstddef>
#include <iterator>
#include <span>
#include <tuple>
#include <type_traits>

#include <kiln/tensor/rows.hpp>

namespace kiln {

/// Any object whose size is part of its type: std::array, a span of static extent, a tensor.
template <class X>
inline constexpr std::size_t static_size_of = [] {
  using Plain = std::remove_cvref_t<X>;
  if constexpr (requires { Plain::static_size; }) return std::size_t{Plain::static_size};
  else if constexpr (std::is_bounded_array_v<Plain>) return std::extent_v<Plain>;
  else if constexpr (requires { std::tuple_size<Plain>::value; })
    return std::tuple_size<Plain>::value;
  else if constexpr (requires { Plain::extent; }) return std::size_t{Plain::extent};
  else return std::dynamic_extent;
}();

/// The elements of one row where X is a batch: Rows, or a tensor or view of rank 2 and more. 0 for
/// whatever does not say where its rows end.
template <class X>
inline constexpr std::size_t row_width_of = [] {
  using Plain = std::remove_cvref_t<X>;
  if constexpr (requires { Plain::row_shape; }) return Plain::row_shape.size();
  else if constexpr (requires { Plain::shape; }) {
    return Plain::shape.rank >= 2 ? tail(Plain::shape).size() : std::size_t{0};
  } else return std::size_t{0};
}();

/// Whether X says that its rows are not Row.size() long (and is not one such row itself).
template <class X, Shape Row>
inline constexpr bool other_rows = row_width_of<X> != 0 &&
                                   row_width_of<X> != Row.size() && static_size_of<X> != Row.size();

/// True where x holds neighbouring elements of type `T`.
template <class X, class T>
concept Elements = requires(X& x) {
  { *std::data(x) } -> std::convertible_to<const T&>;
  { std::size(x) } -> std::convertible_to<std::size_t>;
  requires std::same_as<std::remove_cvref_t<decltype(*std::data(x))>, T>;
};

/// x as rows of shape `Row`: it must be a batch of such rows, or neighbouring elements whose
/// number is a multiple of the width (where the number is part of x's type, that is checked by the
/// compiler; otherwise Requires).
template <class T, Shape Row, class X>
constexpr Rows<const T, Row> as_rows(const X& x) {
  if constexpr (std::convertible_to<const X&, Rows<const T, Row>>) {
    return x;
  } else {
    return Rows<const T, Row>(std::span<const T>(std::data(x), std::size(x)));
  }
}

}  // namespace kiln
