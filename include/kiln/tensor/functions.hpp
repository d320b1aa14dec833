// SPDX-License-Identifier: MIT
#pragma once
// exp, log and sqrt of every element: the same bits as simd's function of one number. Any other
// function: map (elementwise.hpp).

#include <concepts>
#include <cstddef>

#include <kiln/simd/exp.hpp>
#include <kiln/simd/log.hpp>
#include <kiln/simd/map.hpp>
#include <kiln/tensor/elementwise.hpp>

namespace kiln {

namespace functions_detail {
struct Exp {
  template <class V>
  KILN_INLINE constexpr void operator()(V& x) const {
    x = simd::exp(x);
  }
};
struct Log {
  template <class V>
  KILN_INLINE constexpr void operator()(V& x) const {
    x = simd::log(x);
  }
};
struct Sqrt {
  template <class V>
  KILN_INLINE constexpr void operator()(V& x) const {
    x = simd::sqrt(x);
  }
};

template <class F, AnyTensor X>
KILN_INLINE constexpr auto each(const X& x, const F& f) {
  using T = element_of<X>;
  static_assert(!std::integral<T>, "exp, log, sqrt: the elements must be floating-point numbers");
  BasicTensor<T, X::shape> result(View<const T, X::shape>(x.data()));
  if constexpr (!std::integral<T>) simd::map<simd::default_arch>(X::static_size, f, result.data());
  return result;
}
}  // namespace functions_detail

/// eˣ of every element.
template <AnyTensor X>
KILN_INLINE constexpr auto exp(const X& x) {
  return functions_detail::each(x, functions_detail::Exp{});
}

/// ln x of every element.
template <AnyTensor X>
KILN_INLINE constexpr auto log(const X& x) {
  return functions_detail::each(x, functions_detail::Log{});
}

/// √x of every element.
template <AnyTensor X>
KILN_INLINE constexpr auto sqrt(const X& x) {
  return functions_detail::each(x, functions_detail::Sqrt{});
}

}  // namespace kiln
