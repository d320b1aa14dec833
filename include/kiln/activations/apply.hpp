// SPDX-License-Identifier: MIT
#pragma once
// An activation and its derivative over a batch or a tensor, whichever of the two kinds it is.

#include <cstddef>

#include <kiln/concepts.hpp>
#include <kiln/simd/map.hpp>
#include <kiln/tensor/tensor.hpp>

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
    // Inlined by force: 1.27× for tanh, whose constants then stay in registers
    // (bench/train/trainer).
    simd::map<Arch>(
        n * Width, [](auto& x) KILN_INLINE_LAMBDA { x = A::value(x); }, z);
  } else {
    A::template rows<Width, Arch>(n, z);
  }
}

/// a(x) as a new tensor: activate<Sigmoid>(x). Row-wise activations work along the last axis.
template <class A, class Arch = simd::default_arch, class T, Shape S>
constexpr BasicTensor<T, S> activate(const BasicTensor<T, S>& x) {
  BasicTensor<T, S> y = x;
  constexpr std::size_t width = S[S.rank - 1];
  activate<A, width, Arch>(S.size() / width, y.data());
  return y;
}

/// dy ← dL/dz = dL/dy · a′ for n rows. `kept` is y, or z where slope_needs_input.
///
/// Shapes   kept, dy: n × Width.
template <class A, std::size_t Width, class Arch = simd::default_arch, class T>
constexpr void activate_backward(std::size_t n, const T* kept, T* dy) {
  if constexpr (ElementwiseActivation<A>) {
    simd::map<Arch>(
        n * Width, [](const auto& y, auto& d) KILN_INLINE_LAMBDA { d = d * A::slope(y); }, kept,
        dy);
  } else {
    A::template rows_backward<Width, Arch>(n, kept, dy);
  }
}

}  // namespace kiln
