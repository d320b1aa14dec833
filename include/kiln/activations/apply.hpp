// SPDX-License-Identifier: MIT
#pragma once
// An activation and its derivative over a batch, whichever of the two kinds it is.

#include <cstddef>

#include <kiln/concepts.hpp>
#include <kiln/simd/map.hpp>

namespace kiln {

/// Whether backpropagation needs z, not only a(z).
template <class A>
constexpr bool slope_needs_input() {
  if constexpr (ElementwiseActivation<A>) return A::slope_from == SlopeFrom::input;
  else return false;
}

/// z ← a(z) for n rows.
///
/// Shapes   z: n × Width.
template <class A, std::size_t Width, class Arch = simd::default_arch, class T>
constexpr void activate(std::size_t n, T* z) {
  if constexpr (ElementwiseActivation<A>) {
    simd::map<Arch>(n * Width, [](auto& x) { x = A::value(x); }, z);
  } else {
    A::template rows<Width, Arch>(n, z);
  }
}

/// dy ← dL/dz = dL/dy · a′ for n rows. `kept` is y, or z where slope_needs_input.
///
/// Shapes   kept, dy: n × Width.
template <class A, std::size_t Width, class Arch = simd::default_arch, class T>
constexpr void activate_backward(std::size_t n, const T* kept, T* dy) {
  if constexpr (ElementwiseActivation<A>) {
    simd::map<Arch>(
        n * Width, [](const auto& y, auto& d) { d = d * A::slope(y); }, kept, dy);
  } else {
    A::template rows_backward<Width, Arch>(n, kept, dy);
  }
}

}  // namespace kiln
