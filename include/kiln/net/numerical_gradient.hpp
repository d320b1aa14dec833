// SPDX-License-Identifier: MIT
#pragma once
// The gradient of a net's loss by central differences: slow and simple, to check backpropagation.

#include <cstddef>
#include <type_traits>

#include <kiln/calculus/derivative.hpp>
#include <kiln/net/net.hpp>

namespace kiln {

/// gradient ← (L(p + h) − L(p − h))/2h for each trained parameter. The net is moved and put back.
/// Use a BasicNet<double, …>: in float the difference drowns in rounding.
///
/// Shapes   x: n × In,  targets: n rows or labels,  gradient: of the trained parameters.
/// Cost     two forward passes for each parameter.
/// Source   Saitoh, Deep Learning from Scratch, ch. 4.4.
template <class Arch = simd::default_arch, class Net, class Loss, class X, class Targets, class W,
          class G>
requires(!std::is_const_v<Net>) constexpr void numerical_gradient(
    Net& net, const Loss& loss, const X& x, const Targets& targets, W& workspace, G& gradient,
    typename Net::Scalar h = difference_step<typename Net::Scalar>) {
  using T = typename Net::Scalar;
  if constexpr (checks::LossOf<Net, Loss>::holds && checks::Pass<Net, X, W>::holds &&
                checks::TargetsOfBatch<Net, X, Targets>::holds &&
                checks::GradientOfNet<Net, G>::holds) {
    for (std::size_t k = 0; k < Net::trained_count; ++k) {
      if (!Net::Places::is_trained(k)) continue;
      const T before = net.storage()[k];
      net.storage()[k] = before + h;
      const T above = net.template loss<Arch>(loss, x, targets, workspace);
      net.storage()[k] = before - h;
      const T below = net.template loss<Arch>(loss, x, targets, workspace);
      net.storage()[k] = before;
      gradient.storage()[k] = (above - below) / (h + h);
    }
  }
}

}  // namespace kiln
