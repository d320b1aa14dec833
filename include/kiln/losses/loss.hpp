// SPDX-License-Identifier: MIT
#pragma once
// What a loss must offer, and the sentences that the author of one reads.

#include <concepts>

#include <kiln/losses/targets.hpp>
#include <kiln/simd/arch.hpp>

namespace kiln {

/// value<Arch>(y, t): L of n rows y and their targets.
template <class L>
concept HasLossValue = requires(const L& loss, Rows<const float, Shape{4}> y,
                                const RowTargets<float, Shape{4}>& t) {
  { loss.template value<simd::plain>(y, t) } -> std::convertible_to<float>;
};

/// gradient<Arch>(y, t, n, dy): dy = dL/dy of some rows out of a batch of n, or
/// delta<Arch>(y, t, n, dz) for the activations that the loss fuses with: dz = dL/dz.
template <class L>
concept HasLossSlope = requires(const L& loss, Rows<const float, Shape{4}> y,
                                const RowTargets<float, Shape{4}>& t, float* dy) {
  loss.template gradient<simd::plain>(y, t, y.count(), dy);
}
|| requires(const L& loss, Rows<const float, Shape{4}> y, const RowTargets<float, Shape{4}>& t,
            float* dy) {
  loss.template delta<simd::plain>(y, t, y.count(), dy);
};

/// A loss: a mean over n rows of outputs and their targets, and its slope.
///
/// Satisfied by: SquaredError, MeanSquaredError, CrossEntropy.
template <class L>
concept LossFunction = HasLossValue<L> && HasLossSlope<L>;

namespace checks {
/// A loss with all its members.
template <class L>
struct Loss {
  static constexpr bool holds = LossFunction<L>;  ///< false only behind the message
  static_assert(HasLossValue<L> || HasLossSlope<L>,
                "a loss is needed here: CrossEntropy, SquaredError or MeanSquaredError");
  static_assert(HasLossValue<L> || !HasLossSlope<L>,
                "a loss of your own needs value<Arch>(y, t): L of all rows");
  static_assert(HasLossSlope<L> || !HasLossValue<L>,
                "a loss of your own needs gradient<Arch>(y, t, n, dy): dL/dy of rows out of n");
};
}  // namespace checks

}  // namespace kiln
