// SPDX-License-Identifier: MIT
#pragma once
// A net's parameters in a net of another scalar: a trained net of floats as one of doubles, of
// intervals (what it may answer) or of dual numbers (its derivatives).

#include <cstddef>
#include <type_traits>

#include <kiln/net/net.hpp>

namespace kiln {

namespace convert_detail {
template <class A, class B>
inline constexpr bool same_layers = false;
template <class T, class U, Shape In, class... Layers>
inline constexpr bool same_layers<BasicNet<T, In, Layers...>, BasicNet<U, In, Layers...>> = true;
}  // namespace convert_detail

/// to ← from: every parameter made into the other net's scalar.
///
/// Example  kiln::BasicNet<kiln::Interval<float>, 2, Dense<8, Tanh>, Dense<1>> bounds;
///          kiln::convert(net, bounds);
template <class Arch = simd::default_arch, class From, class To>
constexpr void convert(const From& from, To& to) {
  constexpr bool same_layers = convert_detail::same_layers<From, To>;
  static_assert(same_layers,
                "convert: both nets must have the same input and the same layers; only their "
                "scalars may differ");
  constexpr bool possible = std::is_constructible_v<typename To::Scalar, typename From::Scalar>;
  static_assert(possible, "convert: the first net's scalars must convert to the second's");
  if constexpr (same_layers && possible) {
    const auto source = from.parameters();
    const auto target = to.parameters();
    for (std::size_t i = 0; i < source.size(); ++i) {
      // Pointers of its own: constant evaluation pays for every look into the list.
      const auto* const p = source[i].data;
      auto* const q = target[i].data;
      const std::size_t n = source[i].shape.size();
      for (std::size_t k = 0; k < n; ++k) q[k] = static_cast<typename To::Scalar>(p[k]);
    }
  }
}

}  // namespace kiln
