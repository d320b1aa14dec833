// SPDX-License-Identifier: MIT
#pragma once
// One function over n neighbouring elements of several arrays at once: activations and optimisers
// walk their memory with it. Plain loop in constant evaluation and where there are no registers.

#include <cstddef>
#include <type_traits>

#include <kiln/simd/strip.hpp>

namespace kiln::simd {

namespace map_detail {
template <class S, class T, class V>
KILN_INLINE constexpr void put(T* to, const V& x) {
  if constexpr (!std::is_const_v<T>) S::store(to, x);
}

template <class S, class F, class... Array>
KILN_INLINE constexpr void one(std::size_t at, const F& f, Array*... arrays) {
  [&](auto... x) {
    f(x...);
    (put<S>(arrays + at, x), ...);
  }(S::load(arrays + at)...);
}

/// The last elements, fewer than a register holds, by way of a zero-padded copy.
template <class S, class F, class... Array>
KILN_INLINE void rest(std::size_t n, const F& f, Array*... arrays) {
  [&](auto... buffer) {
    const auto copy = [n](auto* from, auto& to) {
      for (std::size_t i = 0; i < n; ++i) to.x[i] = from[i];
    };
    const auto copy_back = [n]<class T>(T* to, const auto& from) {
      if constexpr (!std::is_const_v<T>) {
        for (std::size_t i = 0; i < n; ++i) to[i] = from.x[i];
      }
    };
    (copy(arrays, buffer), ...);
    one<S>(0, f, buffer.x...);
    (copy_back(arrays, buffer), ...);
  }(([]<class T>(T*) {
    struct Buffer {
      alignas(64) std::remove_const_t<T> x[S::count] = {};
    };
    return Buffer{};
  }(arrays))...);
}
}  // namespace map_detail

/// f(x, y, …) for each index of the arrays, the arguments by reference to single elements or to
/// registers of them; arrays of non-const elements receive what f left in its argument. Arrays may
/// be the same memory, but not overlap otherwise.
template <class Arch, class F, class First, class... Rest>
KILN_INLINE constexpr void map(std::size_t n, const F& f, First* first, Rest*... rest) {
  using T = std::remove_const_t<First>;
  if constexpr (vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      using S = Segment<T, Arch, lanes<T, Arch>>;
      std::size_t i = 0;
      for (; i + S::count <= n; i += S::count) map_detail::one<S>(i, f, first, rest...);
      if (i < n) map_detail::rest<S>(n - i, f, first + i, (rest + i)...);
      return;
    }
  }
  for (std::size_t i = 0; i < n; ++i) map_detail::one<Segment<T, plain, 1>>(i, f, first, rest...);
}

/// The same for rows whose width is compile-time: exact ends, no copies.
template <class Arch, std::size_t Width, class F, class First, class... Rest>
KILN_INLINE constexpr void map_row(const F& f, First* first, Rest*... rest) {
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
