// SPDX-License-Identifier: MIT
#pragma once
// Functions that a scalar of a user's own may bring, found by its namespace: where it has one, nets
// use it instead of the general formula (an interval's maximum is not one of its arguments, say).

#include <concepts>
#include <cstddef>
#include <utility>

#include <kiln/simd/compiler.hpp>

namespace kiln::simd::own {

// Declared and never defined: they hide kiln::simd's own functions of these names, which call this
// file, so that only the argument's namespace is searched.
void fma();      ///< hides
void axpy();     ///< hides
void abs();      ///< hides
void max();      ///< hides
void select();   ///< hides
void sigmoid();  ///< hides

/// `V` brings fma(a, b, c): a·b + c.
template <class V>
concept HasFma = requires(const V& x) {
  { fma(x, x, x) } -> std::same_as<V>;
};
/// `V` brings axpy(n, a, x, step, y): yⱼ ← a·xⱼ + yⱼ for j < n, x read every `step` elements.
template <class V>
concept HasAxpy = requires(std::size_t n, const V& a, const V* x, V* y) {
  axpy(n, a, x, n, y);
};
/// `V` brings abs(x): |x|.
template <class V>
concept HasAbs = requires(const V& x) {
  { abs(x) } -> std::same_as<V>;
};
/// `V` brings max(a, b): the larger one.
template <class V>
concept HasMax = requires(const V& x) {
  { max(x, x) } -> std::same_as<V>;
};
/// `C` brings select(condition, yes, no) for what comparisons of `V` give.
template <class C, class V>
concept HasSelect = requires(const C& condition, const V& x) {
  { select(condition, x, x) } -> std::same_as<V>;
};
/// `V` brings sigmoid(x): 1/(1 + e⁻ˣ).
template <class V>
concept HasSigmoid = requires(const V& x) {
  { sigmoid(x) } -> std::same_as<V>;
};

/// Calls the function that `V` brings.
template <class V>
KILN_INLINE constexpr V call_fma(const V& a, const V& b, const V& c) {
  return fma(a, b, c);
}
/// As above.
template <class V>
KILN_INLINE constexpr void call_axpy(std::size_t n, const V& a, const V* x, std::size_t step,
                                     V* y) {
  axpy(n, a, x, step, y);
}
/// As above.
template <class V>
KILN_INLINE constexpr V call_abs(const V& x) {
  return abs(x);
}
/// As above.
template <class V>
KILN_INLINE constexpr V call_max(const V& a, const V& b) {
  return max(a, b);
}
/// As above.
template <class C, class V>
KILN_INLINE constexpr V call_select(const C& condition, const V& yes, const V& no) {
  return select(condition, yes, no);
}
/// As above.
template <class V>
KILN_INLINE constexpr V call_sigmoid(const V& x) {
  return sigmoid(x);
}

}  // namespace kiln::simd::own
