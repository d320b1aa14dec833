// SPDX-License-Identifier: MIT
#pragma once
// Backpropagation held against central differences: how the author of a layer, an activation or a
// loss finds out whether its backward pass is right.
// Source: Nielsen, Neural Networks and Deep Learning, ch. 2; the criterion is PyTorch's gradcheck.

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <kiln/calculus/derivative.hpp>
#include <kiln/net/net.hpp>

namespace kiln {

/// How far apart two derivatives may be: |a − b| ≤ absolute + relative·|b|.
struct GradientTolerance {
  double relative = 1e-6;  ///< to the numerical derivative
  double absolute = 1e-8;  ///< where that is next to nothing
};

/// What gradient_check found: the derivative that is farthest out, and where.
template <class T>
struct GradientCheck {
  double error = 0;             ///< |backpropagated − numerical| in units of the tolerance
  std::size_t layer = 0;        ///< of the parameter that is farthest out
  std::string_view name = {};   ///< its tensor; "input" for dL/dx
  std::size_t element = 0;      ///< its place in the tensor, or in the batch
  T backpropagated = T(0);      ///< by the net's backward pass
  T numerical = T(0);           ///< (L(p + h) − L(p − h))/2h
  std::size_t derivatives = 0;  ///< how many were compared

  /// Whether all derivatives are within the tolerance. False where one is NaN.
  constexpr bool passed() const { return error <= 1; }
};

namespace gradient_check_detail {
template <class T>
constexpr void compare(GradientCheck<T>& worst, const GradientTolerance& tolerance,
                       GradientCheck<T> one) {
  const auto size = [](T x) { return static_cast<double>(x < T(0) ? -x : x); };
  one.error = size(one.backpropagated - one.numerical) /
              (tolerance.absolute + tolerance.relative * size(one.numerical));
  one.derivatives = worst.derivatives + 1;
  if (one.error <= worst.error && worst.derivatives > 0) {
    worst.derivatives = one.derivatives;
  } else if (worst.error == worst.error) {  // a NaN stays
    worst = one;
  }
}

template <class T, class Loss>
constexpr T slope_at(T& x, T h, const Loss& loss) {
  const T before = x;
  x = before + h;
  const T above = loss();
  x = before - h;
  const T below = loss();
  x = before;
  return (above - below) / (h + h);
}
}  // namespace gradient_check_detail

/// Compares the gradient of the net's loss with central differences, parameter by parameter, then
/// dL/dx element by element. The net and x are moved and put back. Use a BasicNet<double, …>.
///
/// Shapes   x, dx: n × In,  targets: n rows or labels.
/// Cost     two forward passes for each parameter and each element of x.
/// Example  assert(gradient_check(net, MeanSquaredError{}, x, t, workspace, gradient,
/// dx).passed());
template <class Arch = simd::default_arch, class Net, class Loss, class Targets, class W, class G>
requires(!std::is_const_v<Net>) constexpr GradientCheck<typename Net::Scalar> gradient_check(
    Net& net, const Loss& loss, Rows<typename Net::Scalar, Net::input> x, const Targets& targets,
    W& workspace, G& gradient, Rows<typename Net::Scalar, Net::input> dx,
    GradientTolerance tolerance = {},
    typename Net::Scalar h = difference_step<typename Net::Scalar>) {
  using T = typename Net::Scalar;
  GradientCheck<T> worst;
  if constexpr (!checks::LossOf<Net, Loss>::holds || !checks::Pass<Net, decltype(x), W>::holds ||
                !checks::TargetsOfBatch<Net, decltype(x), Targets>::holds ||
                !checks::GradientOfNet<Net, G>::holds) {
    return worst;
  } else {
    const auto value = [&] { return net.template loss<Arch>(loss, x, targets, workspace); };
    net.template gradient<Arch>(loss, x, targets, workspace, gradient);
    for (const auto& parameter : net.parameters()) {
      const auto first = static_cast<std::size_t>(parameter.data - net.storage().data());
      for (std::size_t k = 0; k < parameter.shape.size(); ++k) {
        if (!Net::Places::is_trained(first + k)) continue;
        const T slope = gradient_check_detail::slope_at(parameter.data[k], h, value);
        gradient_check_detail::compare(worst, tolerance,
                                       {.layer = parameter.layer,
                                        .name = parameter.name,
                                        .element = k,
                                        .backpropagated = gradient.storage()[first + k],
                                        .numerical = slope});
      }
    }
    net.template input_gradient<Arch>(loss, x, targets, workspace, dx);
    for (std::size_t k = 0; k < x.size(); ++k) {
      const T slope = gradient_check_detail::slope_at(x.data()[k], h, value);
      gradient_check_detail::compare(
          worst, tolerance,
          {.name = "input", .element = k, .backpropagated = dx.data()[k], .numerical = slope});
    }
    return worst;
  }
}

}  // namespace kiln
