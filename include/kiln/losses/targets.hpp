// SPDX-License-Identifier: MIT
#pragma once
// What a net should have said: a row of numbers for each sample (one-hot for classes), or the class
// labels themselves. Losses take both as one thing: targets(r, j).

#include <cassert>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <span>
#include <type_traits>

#include <kiln/tensor/as_rows.hpp>

namespace kiln {

/// A row of `Out.size()` numbers for each sample.
template <class T, Shape Out>
struct RowTargets {
  static constexpr bool labels = false;  ///< rows, not labels
  Rows<const T, Out> rows;               ///< n × Out

  constexpr std::size_t count() const { return rows.count(); }  ///< number of samples
  /// Target of output j of sample r.
  constexpr T operator()(std::size_t r, std::size_t j) const {
    return rows.data()[r * Out.size() + j];
  }
  /// `n` samples from sample `first` on.
  constexpr RowTargets slice(std::size_t first, std::size_t n) const {
    return {rows.slice(first, n)};
  }
};

/// A class label for each sample: 0 … Out.size() − 1.
template <class T, Shape Out, std::integral Label>
struct LabelTargets {
  static constexpr bool labels = true;  ///< labels, not rows
  std::span<const Label> label;         ///< n

  constexpr std::size_t count() const { return label.size(); }  ///< number of samples
  /// Sample r's class. Requires it below the number of outputs.
  constexpr std::size_t operator[](std::size_t r) const {
    const auto value = static_cast<std::size_t>(label[r]);
    assert(value < Out.size() && "a label must be below the net's number of outputs");
    return value;
  }
  /// 1 where output j is sample r's class, else 0: what one-hot rows would hold.
  constexpr T operator()(std::size_t r, std::size_t j) const {
    return (*this)[r] == j ? T(1) : T(0);
  }
  /// `n` samples from sample `first` on.
  constexpr LabelTargets slice(std::size_t first, std::size_t n) const {
    return {label.subspan(first, n)};
  }
};

/// True where x holds integers, one for each sample.
template <class X>
concept LabelRange = requires(const X& x) {
  requires std::integral<std::remove_cvref_t<decltype(*std::data(x))>>;
  { std::size(x) } -> std::convertible_to<std::size_t>;
};

/// What a user passed as targets of outputs of shape `Out`: numbers (n × Out), a range of integer
/// labels, or one label for one sample.
template <class T, Shape Out, class X>
constexpr auto as_targets(const X& x) {
  constexpr bool is_label = std::integral<X>, is_labels = LabelRange<X>;
  constexpr bool is_rows = std::convertible_to<const X&, Rows<const T, Out>> || Elements<X, T>;
  static_assert(is_label || is_labels || is_rows,
                "targets must be the net's output numbers for each sample, or integer labels");
  if constexpr (is_label) {
    return LabelTargets<T, Out, X>{std::span<const X>(&x, 1)};
  } else if constexpr (is_labels) {
    using Label = std::remove_cvref_t<decltype(*std::data(x))>;
    return LabelTargets<T, Out, Label>{std::span<const Label>(std::data(x), std::size(x))};
  } else if constexpr (is_rows) {
    constexpr std::size_t size = static_size_of<X>;
    static_assert((size == std::dynamic_extent || size % Out.size() == 0) && !other_rows<X, Out>,
                  "targets have another number of elements than the net's output shape");
    return RowTargets<T, Out>{as_rows<T, Out>(x)};
  } else {
    return LabelTargets<T, Out, int>{};
  }
}

}  // namespace kiln
