// SPDX-License-Identifier: MIT
#pragma once
// A view: a pointer to somebody else's memory with the shape in its type. It owns nothing and is
// passed by value. Not here: arithmetic (arithmetic.hpp), a run-time number of rows (rows.hpp).

#include <array>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

#include <kiln/tensor/checks.hpp>
#include <kiln/tensor/picked.hpp>
#include <kiln/tensor/shape.hpp>

namespace kiln {

/// Looks at S.size() neighbouring elements as a tensor of shape S, row by row. `T` may be const.
template <class T, Shape S>
class View {
 public:
  using value_type = std::remove_const_t<T>;            ///< the scalar
  static constexpr Shape shape = S;                     ///< extents, outermost first
  static constexpr std::size_t static_size = S.size();  ///< number of elements

  /// The view of the elements that begin at `data`. Requires S.size() of them.
  constexpr explicit View(T* data) : data_(data) {}

  /// A const view of a mutable one. A template, so that clang 14 keeps View trivially copyable.
  template <class Element>
  requires(std::same_as<const Element, T> &&
           !std::is_const_v<Element>) constexpr View(const View<Element, S>& other)
      : data_(other.data()) {}
  constexpr View(const View&) = default;

  /// The view of an array or span with exactly S.size() elements.
  template <class Element, std::size_t N>
  requires(N == static_size && std::convertible_to<Element (*)[], T (*)[]>) constexpr View(
      std::span<Element, N> elements)
      : data_(elements.data()) {}
  template <std::size_t N>
  requires(N == static_size) constexpr View(std::array<value_type, N>& elements)
      : data_(elements.data()) {}
  template <std::size_t N>
  requires(N == static_size &&
           std::is_const_v<T>) constexpr View(const std::array<value_type, N>& elements)
      : data_(elements.data()) {}
  template <std::size_t N>
  requires(N == static_size) constexpr View(T (&elements)[N]) : data_(elements) {}

  /// Of an array of another size: says so.
  template <std::size_t N>
  requires(N != static_size) constexpr explicit View(const std::array<value_type, N>&)
      : data_(nullptr) {
    (void)checks::Viewing<N, static_size>{};
  }
  template <class Element, std::size_t N>
  requires(
      N != static_size && N != std::dynamic_extent &&
      std::convertible_to<Element (*)[], T (*)[]>) constexpr explicit View(std::span<Element, N>)
      : data_(nullptr) {
    (void)checks::Viewing<N, static_size>{};
  }

  /// Deleted: it could mean the pointer or the elements. Say `copy`.
  View& operator=(const View&) = delete;

  /// Element by element from a view of the same shape (a tensor converts to one).
  constexpr void copy(View<const value_type, S> from) const requires(!std::is_const_v<T>) {
    for (std::size_t i = 0; i < static_size; ++i) data_[i] = from.data()[i];
  }

  /// From a tensor or view of another shape or scalar: says so.
  template <class X>
  requires(!std::is_const_v<T> && !std::convertible_to<const X&, View<const value_type, S>> &&
           requires { X::shape.rank; }) constexpr void copy(const X&) const {
    constexpr bool same_scalar = std::is_same_v<typename X::value_type, value_type>;
    constexpr checks::Difference extents(X::shape, S);
    if constexpr (!same_scalar) (void)checks::CopiedScalars<typename X::value_type, value_type>{};
    else (void)checks::Copying<extents.left, extents.right>{};
  }

  /// The elements, written out: copy({1, 2, 3}) for rank 1, one list for each row for rank 2 and
  /// more: copy({1, 2}, {3, 4}).
  template <std::size_t... N>
  requires(!std::is_const_v<T> &&
           sizeof...(N) >= 1) constexpr void copy(const value_type (&... row)[N]) const {
    static_assert((N + ...) == static_size && ((N == row_size) && ...),
                  "copy: give as many elements as the shape has, one list for each row");
    T* at = data_;
    const auto append = [&](const value_type* elements, std::size_t n) {
      for (std::size_t i = 0; i < n; ++i) *at++ = elements[i];
    };
    (append(row, N), ...);
  }

  /// All elements equal to `value`.
  constexpr void fill(const value_type& value) const requires(!std::is_const_v<T>) {
    for (std::size_t i = 0; i < static_size; ++i) data_[i] = value;
  }

  constexpr T* data() const { return data_; }                  ///< the first element
  static constexpr std::size_t size() { return static_size; }  ///< number of elements
  constexpr T* begin() const { return data_; }                 ///< iterates row by row
  constexpr T* end() const { return data_ + static_size; }     ///< behind the last element

  /// The element at these indices, as many as the rank. Requires each below its extent.
  template <std::integral... Index>
  constexpr T& operator()(Index... index) const {
    (void)checks::Indexing<sizeof...(Index), S.rank>{};
    std::size_t axis = 0;
    assert(((static_cast<std::size_t>(index) < S[axis++]) && ...));
    (void)axis;
    const std::size_t at = offset(S, index...);
    return data_[at];
  }

  /// Row i of the outermost axis as a view; the element itself where the rank is 1.
  constexpr decltype(auto) operator[](std::size_t i) const {
    assert(i < S[0]);
    if constexpr (S.rank == 1) return (data_[i]);
    else return View<T, tail(S)>(data_ + i * tail(S).size());
  }

  /// The elements where a mask (tensor or view of bools) of the same size is set.
  template <class Flags>
  requires std::same_as<typename Flags::value_type, bool>
  constexpr Picked<value_type, static_size> operator[](const Flags& mask) const {
    (void)checks::Masking<Flags::static_size, static_size, Flags::shape == S>{};
    return {data_, mask.data()};
  }

  /// The same elements under another shape of equal size.
  template <Shape Other>
  constexpr View<T, Other> reshape() const {
    (void)checks::Reshaping<Other.size(), S.size()>{};
    return View<T, Other>(data_);
  }

  /// All elements as a span of static size.
  constexpr std::span<T, static_size> span() const {
    return std::span<T, static_size>(data_, static_size);
  }

 private:
  static constexpr std::size_t row_size = S.rank == 1 ? S.size() : tail(S).size();

  T* data_;
};

}  // namespace kiln
