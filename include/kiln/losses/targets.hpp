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

namespace checks {
/// Whether x is a row of `Out` for each sample, by its type.
template <class X, class T, Shape Out>
inline constexpr bool is_target_rows =
    std::convertible_to<const X&, Rows<const T, Out>> || Elements<X, T>;

/// Targets are fine, as far as their type says.
struct TargetsFit {
  static constexpr bool holds = true;  ///< always
};
/// Numbers or labels, nothing else.
template <class X, class T>
struct TargetScalars {
  static constexpr bool holds = false;  ///< behind the message
  static_assert(std::is_same_v<X, T>,
                "targets must be the net's output numbers for each sample, or integer labels");
};
/// Whole rows of Expected numbers.
template <std::size_t Got, std::size_t Expected>
struct TargetWidth {
  static constexpr bool holds = false;  ///< behind the message
  static_assert(Got == Expected,
                "targets have another number of elements than the net's output shape");
};
/// One label for each sample.
template <std::size_t Width>
struct OneHotIntegers {
  static constexpr bool holds = false;  ///< behind the message
  static_assert(Width == 1,
                "targets: integers are labels, one for each sample; one-hot rows hold the net's "
                "scalars");
};
/// Labels choose among outputs.
template <std::size_t Outputs>
struct LabelClasses {
  static constexpr bool holds = false;  ///< behind the message
  static_assert(Outputs > 1,
                "targets: integers are class labels, but the net has one output; pass numbers of "
                "the net's scalar, e.g. 1.0f");
};

/// The type of what x must be to be the targets of outputs of shape `Out`. A function that is never
/// called, since g++ 12 stumbles over aliases that take Net::output.
template <class X, class T, Shape Out>
constexpr auto targets() {
  constexpr std::size_t size = static_size_of<X>, width = Out.size();
  if constexpr (std::integral<X> || LabelRange<X>) {
    if constexpr (row_width_of<X> != 0)
      return std::type_identity<OneHotIntegers<row_width_of<X>>>{};
    else if constexpr (width == 1) return std::type_identity<LabelClasses<width>>{};
    else return std::type_identity<TargetsFit>{};
  } else if constexpr (!is_target_rows<X, T, Out>) {
    return std::type_identity<TargetScalars<X, T>>{};
  } else if constexpr (other_rows<X, Out>) {
    return std::type_identity<TargetWidth<row_width_of<X>, width>>{};
  } else if constexpr (size != std::dynamic_extent && size % width != 0) {
    return std::type_identity<TargetWidth<size, width>>{};
  } else {
    return std::type_identity<TargetsFit>{};
  }
}

/// As above, named.
template <class X, class T, Shape Out>
using TargetsOf = typename decltype(targets<X, T, Out>())::type;

/// How many samples x holds the targets of, where its type says; else 0.
template <class X, Shape Out>
inline constexpr std::size_t targets_in = [] {
  if constexpr (std::integral<X>) return std::size_t{1};
  else if constexpr (static_size_of<X> == std::dynamic_extent) return std::size_t{0};
  else return LabelRange<X> ? static_size_of<X> : static_size_of<X> / Out.size();
}();
}  // namespace checks

/// What a user passed as targets of outputs of shape `Out`: numbers (n × Out), a range of integer
/// labels, or one label for one sample.
template <class T, Shape Out, class X>
constexpr auto as_targets(const X& x) {
  if constexpr (!checks::TargetsOf<X, T, Out>::holds) {
    return LabelTargets<T, Out, int>{};
  } else if constexpr (std::integral<X>) {
    return LabelTargets<T, Out, X>{std::span<const X>(&x, 1)};
  } else if constexpr (LabelRange<X>) {
    using Label = std::remove_cvref_t<decltype(*std::data(x))>;
    return LabelTargets<T, Out, Label>{std::span<const Label>(std::data(x), std::size(x))};
  } else {
    return RowTargets<T, Out>{as_rows<T, Out>(x)};
  }
}

}  // namespace kiln
