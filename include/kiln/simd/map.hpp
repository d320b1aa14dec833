// SPDX-License-Identifier: MIT
#pragma once
// One function over n neighbouring elements of several arrays at once: activations and optimisers
// walk their memory with it. Plain loop in constant evaluation and where there are no registers.

#include <cstddef>
#include <type_traits>
#include <utility>

#include <kiln/simd/strip.hpp>

namespace kiln::simd {

/// Marks an array that f only writes: its argument begins as zero, and the memory is not read.
template <class T>
struct Output {
  T* data;  ///< the first element

  /// The array from element `at` on.
  friend KILN_INLINE constexpr Output operator+(Output output, std::size_t at) {
    return {output.data + at};
  }
};

namespace map_detail {
template <class S, class T>
KILN_INLINE constexpr auto get(const T* from) {
  return S::load(from);
}
template <class S, class T>
KILN_INLINE constexpr auto get(Output<T>) {
  return typename S::Vector(T(0));
}
template <class S, class T, class V>
KILN_INLINE constexpr void put(T* to, const V& x) {
  if constexpr (!std::is_const_v<T>) S::store(to, x);
}
template <class S, class T, class V>
KILN_INLINE constexpr void put(Output<T> to, const V& x) {
  S::store(to.data, x);
}

template <class S, class F, class... Array>
KILN_INLINE constexpr void one(std::size_t at, const F& f, Array... arrays) {
  [&](auto... x) KILN_INLINE_LAMBDA {
    f(x...);
    (put<S>(arrays + at, x), ...);
  }(get<S>(arrays + at)...);
}

/// The last elements, fewer than a register holds, by way of zero-padded copies.
template <class S, class T, class F, class... Array>
KILN_INLINE void rest(std::size_t n, const F& f, Array... arrays) {
  alignas(64) T buffer[sizeof...(Array)][S::count] = {};
  using One = Segment<T, plain, 1>;
  std::size_t row = 0;
  const auto read = [&](auto array) {
    for (std::size_t i = 0; i < n; ++i) buffer[row][i] = get<One>(array + i);
    ++row;
  };
  const auto write = [&](auto array) {
    for (std::size_t i = 0; i < n; ++i) put<One>(array + i, buffer[row][i]);
    ++row;
  };
  (read(arrays), ...);
  [&]<std::size_t... I>(std::index_sequence<I...>) KILN_INLINE_LAMBDA {
    one<S>(0, f, buffer[I]...);
  }
  (std::make_index_sequence<sizeof...(Array)>());
  row = 0;
  (write(arrays), ...);
}
}  // namespace map_detail

/// f(x, y, …) for each index of the arrays, the arguments by reference to single elements or to
/// registers of them; arrays of non-const elements, and those marked Output, receive what f left in
/// its argument. Arrays may be the same memory, but not overlap otherwise.
template <class Arch, class F, class First, class... Rest>
KILN_INLINE constexpr void map(std::size_t n, const F& f, First* first, Rest... rest) {
  using T = std::remove_const_t<First>;
  if constexpr (vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      using S = Segment<T, Arch, lanes<T, Arch>>;
      std::size_t i = 0;
      for (; i + S::count <= n; i += S::count) map_detail::one<S>(i, f, first, rest...);
      if (i < n) map_detail::rest<S, T>(n - i, f, first + i, (rest + i)...);
      return;
    }
  }
  for (std::size_t i = 0; i < n; ++i) map_detail::one<Segment<T, plain, 1>>(i, f, first, rest...);
}

/// The same for rows whose width is compile-time: exact ends, no copies.
template <class Arch, std::size_t Width, class F, class First, class... Rest>
KILN_INLINE constexpr void map_row(const F& f, First* first, Rest... rest) {
  using T = std::remove_const_t<First>;
  if constexpr (vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      constexpr std::size_t step = lanes<T, Arch>, end = Width % step, whole = Width - end;
      for (std::size_t i = 0; i < whole; i += step) {
        map_detail::one<Segment<T, Arch, step>>(i, f, first, rest...);
      }
      if constexpr (end > 0 && std::is_void_v<half<Arch>>) {
        map_detail::one<Segment<T, Arch, end>>(whole, f, first, rest...);
      } else if constexpr (end > 0) {
        map_row<half<Arch>, end>(f, first + whole, (rest + whole)...);
      }
      return;
    }
  }
  for (std::size_t i = 0; i < Width; ++i) {
    map_detail::one<Segment<T, plain, 1>>(i, f, first, rest...);
  }
}

}  // namespace kiln::simd
