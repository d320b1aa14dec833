// SPDX-License-Identifier: MIT
#pragma once
// Stochastic gradient descent.
// Source: Robbins, Monro, "A Stochastic Approximation Method", 1951; PyTorch's SGD without options.

#include <cstddef>
#include <cstdint>

#include <kiln/concepts.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln {

/// p ← p − learning_rate·g.
struct SGD {
  double learning_rate = 0.01;  ///< step length

  static constexpr std::size_t slots = 0;  ///< numbers of state for each parameter

  /// The update of one step, for a number or a register of them.
  template <class T>
  struct Rule {
    T rate;  ///< −learning_rate

    /// p ← p + rate·g.
    template <class V>
    KILN_INLINE constexpr void operator()(V& p, const V& g) const {
      p = simd::fma(V(rate), g, p);
    }
  };

  /// The update of step number `step`; SGD's are all alike.
  template <class T>
  constexpr Rule<T> rule(std::uint64_t /*step*/) const {
    return {static_cast<T>(-learning_rate)};
  }
};

}  // namespace kiln
