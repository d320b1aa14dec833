// SPDX-License-Identifier: MIT
#pragma once
// A tensor: an array of fixed shape that owns its elements, without the heap. Arithmetic is in
// arithmetic.hpp, masks and index lists in select.hpp.

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>

#include <kiln/tensor/checks.hpp>
#include <kiln/tensor/rows.hpp>
#include <kiln/tensor/view.hpp>

namespace kiln {

/// Owns the S.size() elements of a tensor of shape S, row by row, on 64 bytes.
///
/// Example  BasicTensor<double, Shape{2, 2}> a{{1, 2}, {3, 4}};  // a(1, 0) == 3
template <class T, Shape S>
class BasicTensor {
 public:
  using value_type = T;                                 ///< the scalar
  static constexpr Shape shape = S;                     ///< extents, outermost first
  static constexpr std::size_t static_size = S.size();  ///< number of elements

  /// All zeros.
  constexpr BasicTensor() = default;

  /// All elements equal to `value`.
  static constexpr BasicTensor full(const T& value) {
    BasicTensor result;
    result.elements_.fill(value);
    return result;
  }

  /// The elements, row by row; as many as the shape has.
  template <class... Element>
  requires(sizeof...(Element) >= 1 && (std::convertible_to<Element, T> &&
                                       ...)) constexpr BasicTensor(const Element&... element)
      : elements_{static_cast<T>(element)...} {
    (void)checks::GivenElements<sizeof...(Element), static_size>{};
  }

  /// Rank 2 or more: one braced list for each row.
  template <std::size_t... N>
  requires(S.rank >= 2 && sizeof...(N) >= 1) constexpr BasicTensor(const T (&... row)[N]) {
    ((void)checks::GivenRow<N, tail(S).size()>{}, ...);
    (void)checks::GivenElements<(N + ...), static_size>{};
    std::size_t at = 0;
    const auto append = [&](const T* elements, std::size_t n) {
      for (std::size_t i = 0; i < n && at < static_size; ++i) elements_[at++] = elements[i];
    };
    (append(row, N), ...);
  }

  /// A copy of what a view shows.
  template <class Element>
  requires std::same_as<std::remove_const_t<Element>, T>
  constexpr explicit BasicTensor(View<Element, S> view) {
    for (std::size_t i = 0; i < static_size; ++i) elements_[i] = view.data()[i];
  }

  constexpr T* data() { return elements_.data(); }                 ///< the first element
  constexpr const T* data() const { return elements_.data(); }     ///< the first element
  static constexpr std::size_t size() { return static_size; }      ///< number of elements
  constexpr T* begin() { return data(); }                          ///< iterates row by row
  constexpr T* end() { return data() + static_size; }              ///< behind the last element
  constexpr const T* begin() const { return data(); }              ///< iterates row by row
  constexpr const T* end() const { return data() + static_size; }  ///< behind the last element

  constexpr View<T, S> view() { return View<T, S>(data()); }                    ///< looks at this
  constexpr View<const T, S> view() const { return View<const T, S>(data()); }  ///< looks at this
  constexpr operator View<T, S>() { return view(); }              ///< looks at this tensor
  constexpr operator View<const T, S>() const { return view(); }  ///< looks at this tensor

  /// Rank 2 and more: the outermost axis as rows of a batch.
  constexpr operator Rows<T, tail(S)>() requires(S.rank >= 2) { return {data(), S[0]}; }
  /// Rank 2 and more: the outermost axis as rows of a batch.
  constexpr operator Rows<const T, tail(S)>() const requires(S.rank >= 2) { return {data(), S[0]}; }

  /// The element at these indices, as many as the rank. Requires each below its extent.
  template <std::integral... Index>
  constexpr T& operator()(Index... index) {
    return view()(index...);
  }
  /// The element at these indices, as many as the rank. Requires each below its extent.
  template <std::integral... Index>
  constexpr const T& operator()(Index... index) const {
    return view()(index...);
  }

  /// Row i of the outermost axis as a view; the element itself where the rank is 1.
  template <std::integral Index>
  constexpr decltype(auto) operator[](Index i) {
    return view()[static_cast<std::size_t>(i)];
  }
  /// Row i of the outermost axis as a view; the element itself where the rank is 1.
  template <std::integral Index>
  constexpr decltype(auto) operator[](Index i) const {
    return view()[static_cast<std::size_t>(i)];
  }

  /// The elements where a mask (tensor or view of bools) of the same size is set.
  template <class Flags>
  requires std::same_as<typename Flags::value_type, bool>
  constexpr Picked<T, static_size> operator[](const Flags& mask) const {
    (void)checks::Masking<Flags::static_size, static_size, Flags::shape == S>{};
    return view()[mask];
  }

  /// The same elements under another shape of equal size, as a view.
  template <Shape Other>
  constexpr View<T, Other> reshape() {
    (void)checks::Reshaping<Other.size(), static_size>{};
    return view().template reshape<Other>();
  }
  /// The same elements under another shape of equal size, as a view.
  template <Shape Other>
  constexpr View<const T, Other> reshape() const {
    (void)checks::Reshaping<Other.size(), static_size>{};
    return view().template reshape<Other>();
  }

  /// Equal shapes hold equal elements.
  friend constexpr bool operator==(const BasicTensor&, const BasicTensor&) = default;

 private:
  alignas(64) std::array<T, static_size> elements_{};
};

namespace tensor_detail {
template <Shape First, Shape... Rest>
constexpr Shape joined() {
  if constexpr (sizeof...(Rest) == 0) return First;
  else return join(First, joined<Rest...>());
}
}  // namespace tensor_detail

/// A tensor of scalar `T` by its shape or its extents: TensorOf<double, 2, 3>.
template <class T, Shape... Extents>
using TensorOf = BasicTensor<T, tensor_detail::joined<Extents...>()>;

/// A float tensor by its shape or its extents: Tensor<2, 3> is Tensor<Shape{2, 3}>.
template <Shape... Extents>
using Tensor = TensorOf<float, Extents...>;

}  // namespace kiln
