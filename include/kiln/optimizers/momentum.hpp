// SPDX-License-Identifier: MIT
#pragma once
// Gradient descent with momentum, each float operation in the order of PyTorch's SGD(momentum=).
// Source: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964;
// Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013.

#include <cstddef>
#include <cstdint>

#include <kiln/concepts.hpp>
#include <kiln/simd/lanes.hpp>

namespace kiln {

/// g ← g + weight_decay·p,  v ← momentum·v + (1 − dampening)·g (at the first step v ← g),
/// p ← p − learning_rate·v, or with Nesterov's look ahead p ← p − learning_rate·(g + momentum·v).
///
/// Layout   one slot: v (PyTorch's momentum_buffer).
/// Example  kiln::Momentum{.learning_rate = 0.01, .momentum = 0.9}
struct Momentum {
  double learning_rate = 0.01;  ///< step length
  double momentum = 0.9;        ///< what the velocity keeps at each step
  double dampening = 0;         ///< what it does not take of a gradient; PyTorch: 0 with nesterov
  double weight_decay = 0;      ///< of ½·weight_decay·p², added to the loss
  bool nesterov = false;        ///< look ahead by one step of the velocity

  static constexpr std::size_t slots = 1;  ///< numbers of state for each parameter

  /// The update of one step, for a number or a register of them.
  template <class T>
  struct Rule {
    T decay;                      ///< weight_decay
    T keep, take;                 ///< momentum, and 1 − dampening (1 at the first step)
    T from_gradient, from_speed;  ///< 0 and 1; with nesterov 1 and momentum
    T rate;                       ///< −learning_rate

    /// One step of p by its gradient.
    template <class V>
    KILN_INLINE constexpr void operator()(V& p, const V& gradient, V& v) const {
      const V g = simd::fma(V(decay), p, gradient);
      v = simd::fma(V(take), g, v * V(keep));
      p = simd::fma(V(rate), simd::fma(V(from_speed), v, V(from_gradient) * g), p);
    }
  };

  /// The update of step number `step`, from 1 on.
  template <class T>
  constexpr Rule<T> rule(std::uint64_t step) const {
    return {.decay = static_cast<T>(weight_decay),
            .keep = static_cast<T>(momentum),
            .take = static_cast<T>(step == 1 ? 1 : 1 - dampening),
            .from_gradient = static_cast<T>(nesterov ? 1 : 0),
            .from_speed = static_cast<T>(nesterov ? momentum : 1),
            .rate = static_cast<T>(-learning_rate)};
  }
};

}  // namespace kiln
