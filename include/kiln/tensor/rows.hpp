// SPDX-License-Identifier: MIT
#pragma once
// A batch: n rows, n known at run time, of a width known at compile time. It owns nothing; rows
// stand one behind the other without gaps.

#include <cassert>
#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

#include <kiln/tensor/checks.hpp>
#include <kiln/tensor/view.hpp>

namespace kiln {

/// Looks at n rows, each a tensor of shape `Row`. `T` may be const.
template <class T, Shape Row>
class Rows {
 public:
  using value_type = std::remove_const_t<T>;        ///< the scalar
  static constexpr Shape row_shape = Row;           ///< of one row
  static constexpr std::size_t width = Row.size();  ///< elements in one row

  /// n rows that begin at `data`. Requires n·width elements.
  constexpr Rows(T* data, std::size_t n) : data_(data), n_(n) {}

  /// The rows in a span. Requires elements.size() to be a multiple of the width.
  constexpr explicit Rows(std::span<T> elements)
      : data_(elements.data()), n_(elements.size() / width) {
    assert(elements.size() % width == 0 && "Rows: the span must hold whole rows");
  }

  /// One row.
  constexpr Rows(View<T, Row> row) : data_(row.data()), n_(1) {}

  /// The rows of a view whose outermost axis counts them.
  template <class Element, Shape S>
  requires(S.rank == Row.rank + 1 && tail(S) == Row &&
           std::is_convertible_v<Element (*)[], T (*)[]>) constexpr Rows(View<Element, S> view)
      : data_(view.data()), n_(S[0]) {}

  /// A const batch of a mutable one. A template, so that clang 14 keeps Rows trivially copyable.
  template <class Element>
  requires(std::same_as<const Element, T> &&
           !std::is_const_v<Element>) constexpr Rows(const Rows<Element, Row>& other)
      : data_(other.data()), n_(other.count()) {}
  constexpr Rows(const Rows&) = default;
  constexpr Rows& operator=(const Rows&) = default;

  constexpr T* data() const { return data_; }                ///< the first row's first element
  constexpr std::size_t count() const { return n_; }         ///< number of rows
  constexpr std::size_t size() const { return n_ * width; }  ///< number of elements
  constexpr std::span<T> span() const { return {data_, size()}; }  ///< all elements
  constexpr T* begin() const { return data_; }                     ///< iterates element by element
  constexpr T* end() const { return data_ + size(); }              ///< behind the last element

  /// Row i. Requires i < count().
  constexpr View<T, Row> operator[](std::size_t i) const {
    assert(i < n_);
    return View<T, Row>(data_ + i * width);
  }

  /// `count` rows from row `first` on. Requires first + count ≤ count().
  constexpr Rows slice(std::size_t first, std::size_t count) const {
    assert(first + count <= n_);
    return {data_ + first * width, count};
  }

  /// The same rows, each under another shape of equal size.
  template <Shape Other>
  constexpr Rows<T, Other> reshape() const {
    (void)checks::Reshaping<Other.size(), width>{};
    return {data_, n_};
  }

 private:
  T* data_;
  std::size_t n_;
};

}  // namespace kiln
