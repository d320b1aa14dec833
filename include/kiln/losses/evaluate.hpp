// SPDX-License-Identifier: MIT
#pragma once
// A loss of outputs that stand in a tensor, outside of any net.

#include <cassert>
#include <cstddef>

#include <kiln/losses/targets.hpp>
#include <kiln/simd/arch.hpp>
#include <kiln/tensor/tensor.hpp>

namespace kiln {

/// L of outputs y: one sample where y has rank 1, otherwise one for each row. Targets are numbers
/// in the same shape, or class labels: one for each sample.
///
/// Requires as many targets as samples.
/// Example  evaluate(CrossEntropy{}, Tensor<3>{0.1f, 0.2f, 0.7f}, 2)
template <class Arch = simd::default_arch, class Loss, class T, Shape S, class Targets>
constexpr T evaluate(const Loss& loss, const BasicTensor<T, S>& y, const Targets& targets) {
  constexpr Shape out = S.rank == 1 ? S : tail(S);
  const Rows<const T, out> rows(y.data(), S.size() / out.size());
  const auto t = as_targets<T, out>(targets);
  assert(t.count() == rows.count() && "evaluate: as many targets as samples");
  return loss.template value<Arch>(rows, t);
}

}  // namespace kiln
