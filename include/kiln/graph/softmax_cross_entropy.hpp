// SPDX-License-Identifier: MIT
#pragma once
// Softmax and cross-entropy as one node, from scores to the loss.
// Source: Bishop, Pattern Recognition and Machine Learning, eqs. 4.108–4.109.

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <kiln/graph/connect.hpp>
#include <kiln/kernels/softmax.hpp>
#include <kiln/simd/math.hpp>

namespace kiln::graph {

namespace softmax_detail {
template <std::size_t Scores, std::size_t Targets>
struct TargetsOf {
  static_assert(Scores == Targets,
                "softmax_cross_entropy(scores, target): both must have as many elements");
  static constexpr bool fit = Scores == Targets;
};
}  // namespace softmax_detail

namespace operations {

/// L = −1/n · Σ t·ln(y + 10⁻⁷) with y = softmax(scores) for each of n rows. The slope is (y − t)/n,
/// which leaves the guard out; targets get no gradient.
///
/// Shapes   scores, target: k or n × k,  L: a number.
template <class Scores>
struct SoftmaxCrossEntropy {
  static constexpr std::string_view symbol = "softmax with loss";  ///< in drawings
  /// A number.
  template <class X, class Target>
  using Value = scalar_of_value<X>;

  Scores probabilities{};  ///< y, after forward

  /// L.
  template <class Arch, class T, class X, class Target>
  KILN_INLINE constexpr void forward(Slot<T>& loss, const Slot<X>& scores,
                                     const Slot<Target>& target) {
    probabilities = scores.value();
    softmax_rows<width, Arch>(rows, probabilities.data());
    T sum(0);
    for (std::size_t i = 0; i < X::static_size; ++i) {
      const T t = target.value().data()[i];
      sum = simd::fma(t, simd::log(probabilities.data()[i] + T(1e-7)), sum);
    }
    loss.value() = -sum / T(rows);
  }

  /// dscores += dL·(y − t)/n.
  template <class Arch, class T, class X, class Target>
  KILN_INLINE constexpr void backward(const Slot<T>& loss, Slot<X>& scores,
                                      const Slot<Target>& target) const {
    const T scale = loss.gradient() / T(rows);
    for (std::size_t i = 0; i < X::static_size; ++i) {
      T& dx = scores.gradient().data()[i];
      dx = simd::fma(probabilities.data()[i] - target.value().data()[i], scale, dx);
    }
  }

 private:
  static constexpr std::size_t width = Scores::shape[Scores::shape.rank - 1];
  static constexpr std::size_t rows = Scores::static_size / width;
};

}  // namespace operations

/// The loss of scores against targets (one-hot rows or probabilities); operation().probabilities
/// of the node is the softmax.
template <AnyNode X, NodeOrValue Target>
KILN_INLINE constexpr auto softmax_cross_entropy(X&& scores, Target&& target) {
  using Scores = typename std::remove_cvref_t<X>::value_type;
  constexpr std::size_t elements = operand_shape<X>.size(), targets = operand_shape<Target>.size();
  if constexpr (softmax_detail::TargetsOf<elements, targets>::fit) {
    return graph::connect(operations::SoftmaxCrossEntropy<Scores>{}, static_cast<X&&>(scores),
                          static_cast<Target&&>(target));
  } else {
    return graph::connect(operations::Inert{}, scores, target);
  }
}

}  // namespace kiln::graph
