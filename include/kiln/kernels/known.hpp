// SPDX-License-Identifier: MIT
#pragma once
// Numbers of a call that its types may know: what the number rules out is not compiled. Layers know
// their inputs and units, but not how many rows a batch has.

#include <cstddef>
#include <type_traits>

#include <kiln/simd/compiler.hpp>

namespace kiln {

/// The number N, known from its type.
template <std::size_t N>
using Known = std::integral_constant<std::size_t, N>;

/// The same as an argument: multiply<Width>(rows, known<784>, …).
template <std::size_t N>
inline constexpr Known<N> known{};

/// An integer as a std::size_t, a Known as it is.
template <class Number>
KILN_INLINE constexpr auto number(Number n) {
  if constexpr (std::is_integral_v<Number>) return static_cast<std::size_t>(n);
  else return n;
}

/// How often something holds of a number.
enum class Holds { never, perhaps, always };

/// Whether condition(number) holds for a `Number`: an integer may be any, a Known is one.
template <class Number, class Condition>
consteval Holds holds(Condition condition) {
  if constexpr (std::is_integral_v<Number>) return Holds::perhaps;
  else return condition(Number::value) ? Holds::always : Holds::never;
}

}  // namespace kiln
