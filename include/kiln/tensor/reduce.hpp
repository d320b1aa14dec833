// SPDX-License-Identifier: MIT
#pragma once
// One number from all elements of a tensor or view: sum, mean, maximum, argmax. Along one axis:
// axes.hpp.

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <kiln/simd/reduce.hpp>
#include <kiln/tensor/elementwise.hpp>

namespace kiln {

namespace reduce_detail {
struct Same {
  template <class V>
  KILN_INLINE constexpr const V& operator()(const V& x) const {
    return x;
  }
};
}  // namespace reduce_detail

/// The sum of all elements, in an order that depends on their number alone (simd/reduce.hpp).
/// Integers are added in 64 bits; of a mask it is how many are set.
template <AnyTensor X>
KILN_INLINE constexpr auto sum(const X& x) {
  using T = element_of<X>;
  if constexpr (std::is_integral_v<T>) {
    using Total = std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>;
    Total total = 0;
    for (const T& element : x) total += static_cast<Total>(element);
    return total;
  } else {
    return simd::sum<simd::default_arch>(X::static_size, reduce_detail::Same{}, x.data());
  }
}

/// The mean of all elements; of integers and masks in double.
template <AnyTensor X>
KILN_INLINE constexpr auto mean(const X& x) {
  using T = std::conditional_t<std::is_integral_v<element_of<X>>, double, element_of<X>>;
  return static_cast<T>(kiln::sum(x)) / static_cast<T>(X::static_size);
}

/// The row-major position of the largest element, the first of equals; of the first NaN where one
/// is NaN.
template <AnyTensor X>
KILN_INLINE constexpr std::size_t argmax(const X& x) {
  const auto* const element = x.data();
  std::size_t best = 0;
  for (std::size_t i = 1; i < X::static_size; ++i) {
    const bool first_nan = element[i] != element[i] && element[best] == element[best];
    if (element[i] > element[best] || first_nan) best = i;
  }
  return best;
}

/// The largest element; NaN where one is NaN.
template <AnyTensor X>
KILN_INLINE constexpr element_of<X> maximum(const X& x) {
  return x.data()[kiln::argmax(x)];
}

}  // namespace kiln
