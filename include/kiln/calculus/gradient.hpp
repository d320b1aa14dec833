// SPDX-License-Identifier: MIT
#pragma once
// The gradient of a function of many numbers by central differences: slow, and true to whatever
// the function computes; the measure of every backpropagation. Nothing is allocated.

#include <array>
#include <cassert>
#include <cstddef>
#include <span>
#include <type_traits>

#include <kiln/calculus/derivative.hpp>
#include <kiln/simd/compiler.hpp>
#include <kiln/tensor/tensor.hpp>

namespace kiln {

namespace gradient_detail {
/// f of what stands in x: f(x), or f() for a function that sees x by itself.
template <class F, class X>
KILN_INLINE constexpr auto value(F& f, X& x) {
  if constexpr (std::is_invocable_v<F&, const X&>) return f(static_cast<const X&>(x));
  else return f();
}

/// Moves each of n elements of x by ±h, and puts it back.
template <class F, class X, class T>
KILN_INLINE constexpr void fill(F& f, X& x, T* element, T* gradient, std::size_t n, T h) {
  for (std::size_t i = 0; i < n; ++i) {
    const T old = element[i];
    element[i] = old + h;
    const auto above = value(f, x);
    element[i] = old - h;
    const auto below = value(f, x);
    element[i] = old;
    gradient[i] = static_cast<T>((above - below) / (2 * h));
  }
}
}  // namespace gradient_detail

/// gradient[i] = (f(x + h·eᵢ) − f(x − h·eᵢ))/2h, computed by moving the elements of x one by one;
/// they end as they began. f takes the span x, or nothing where it sees x by itself (the
/// parameters of a net). Requires as many elements in both.
///
/// Cost     two calls of f for each element.
template <class F, class T, std::size_t N, std::size_t M>
KILN_INLINE constexpr void numerical_gradient(F&& f, std::span<T, N> x, std::span<T, M> gradient,
                                              std::type_identity_t<T> h = difference_step<T>) {
  assert(x.size() == gradient.size() && "numerical_gradient: both spans must have one size");
  gradient_detail::fill(f, x, x.data(), gradient.data(), x.size(), h);
}

/// The same of what a view shows, f taking the view or nothing; as a tensor of its shape.
template <class F, class T, Shape S>
requires(!std::is_const_v<T>) KILN_INLINE
    constexpr BasicTensor<T, S> numerical_gradient(F&& f, View<T, S> x,
                                                   std::type_identity_t<T> h = difference_step<T>) {
  BasicTensor<T, S> gradient;
  gradient_detail::fill(f, x, x.data(), gradient.data(), S.size(), h);
  return gradient;
}

/// The gradient of f at x, a tensor of x's shape; f takes a tensor.
///
/// Example  numerical_gradient([](const auto& x) { return sum(x * x); }, Tensor<2>{3, 4})
template <class F, class T, Shape S>
KILN_INLINE constexpr BasicTensor<T, S> numerical_gradient(
    F&& f, const BasicTensor<T, S>& at, std::type_identity_t<T> h = difference_step<T>) {
  BasicTensor<T, S> x = at, gradient;
  gradient_detail::fill(f, x, x.data(), gradient.data(), S.size(), h);
  return gradient;
}

/// The gradient of f at x as an array; f takes an array.
template <class F, class T, std::size_t N>
KILN_INLINE constexpr std::array<T, N> numerical_gradient(
    F&& f, std::array<T, N> x, std::type_identity_t<T> h = difference_step<T>) {
  std::array<T, N> gradient{};
  gradient_detail::fill(f, x, x.data(), gradient.data(), N, h);
  return gradient;
}

}  // namespace kiln
