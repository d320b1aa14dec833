// SPDX-License-Identifier: MIT
#pragma once
// Adam, as PyTorch computes it, within rounding. Not here: AdamW, whose decay is not a gradient.
// Source: Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2015; PyTorch's Adam.

#include <cstddef>
#include <cstdint>

#include <kiln/concepts.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln {

/// g ← g + weight_decay·p,  m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,
/// p ← p − learning_rate/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + epsilon) at step number t.
///
/// Layout   slots: m, then v (PyTorch's exp_avg and exp_avg_sq).
/// Requires epsilon > 0 in the net's scalar: at 0, what never had a gradient becomes NaN.
/// Example  kiln::Adam{.learning_rate = 0.001, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8}
struct Adam {
  double learning_rate = 0.001;  ///< about the length of a step in each parameter
  double beta1 = 0.9;            ///< what the mean of gradients keeps at each step
  double beta2 = 0.999;          ///< what the mean of their squares keeps
  double epsilon = 1e-8;         ///< keeps the denominator from 0
  double weight_decay = 0;       ///< of ½·weight_decay·p², added to the loss

  static constexpr std::size_t slots = 2;  ///< numbers of state for each parameter

  /// The update of one step, for a number or a register of them.
  template <class T>
  struct Rule {
    T decay;          ///< weight_decay
    T keep1, take1;   ///< β₁, 1 − β₁
    T keep2, take2;   ///< β₂, 1 − β₂
    T unbias;         ///< 1/√(1 − β₂ᵗ): a product, where PyTorch divides
    T epsilon, rate;  ///< epsilon, −learning_rate/(1 − β₁ᵗ)

    /// One step of p by its gradient.
    template <class V>
    KILN_INLINE constexpr void operator()(V& p, const V& gradient, V& m, V& v) const {
      const V g = simd::fma(V(decay), p, gradient);
      m = simd::fma(V(take1), g, m * V(keep1));
      v = simd::fma(V(take2) * g, g, v * V(keep2));
      p = p + simd::divide(V(rate) * m, simd::fma(simd::sqrt(v), V(unbias), V(epsilon)));
    }
  };

  /// The update of step number `step`, from 1 on: its constants are computed in double.
  template <class T>
  constexpr Rule<T> rule(std::uint64_t step) const {
    const double bias1 = 1 - power(beta1, step), bias2 = 1 - power(beta2, step);
    return {.decay = static_cast<T>(weight_decay),
            .keep1 = static_cast<T>(beta1),
            .take1 = static_cast<T>(1 - beta1),
            .keep2 = static_cast<T>(beta2),
            .take2 = static_cast<T>(1 - beta2),
            .unbias = static_cast<T>(1 / simd::sqrt(bias2)),
            .epsilon = static_cast<T>(epsilon),
            .rate = static_cast<T>(-learning_rate / bias1)};
  }

 private:
  /// xⁿ by squaring, since std::pow is not constexpr, nor the same bits everywhere.
  static constexpr double power(double x, std::uint64_t n) {
    double result = 1;
    for (; n > 0; n /= 2, x = x * x) {
      if (n % 2 == 1) result = result * x;
    }
    simd::pin(result);  // 1 − result·x must not become one fma
    return result;
  }
};

}  // namespace kiln
