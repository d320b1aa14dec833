// SPDX-License-Identifier: MIT
#pragma once
// Softmax and cross-entropy as one node, from scores to the loss.
// Source: Bishop, Pattern Recognition and Machine Learning, eqs. 4.108–4.109.

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <kiln/graph/connect.hpp>
#include <kiln/kernels/softmax.hpp>
#include <kiln/simd/log.hpp>

namespace kiln::graph {

namespace softmax_detail {
template <std::size_t Scores, std::size_t Targets>
struct TargetsOf {
  static_assert(Scores == Targets,
                "softmax_cross_entropy(scores, target): both must have the same shape");
  static constexpr bool fit = Scores == Targets;
};
}  // namespace softmax_detail

namespace operations {

/// L = −1/n · Σ t·ln(y + 10⁻⁷) with y = softmax(scores) for each of n rows: the loss and the slope
/// of CrossEntropy behind Softmax, (y·Σ s − s)/n with s = t·y/(y + 10⁻⁷), at least t/2, which is y
/// − t but for the guard. Targets get no gradient.
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

  /// dscores += dL·(y·Σ s − s)/n.
  template <class Arch, class T, class X, class Target>
  KILN_INLINE constexpr void backward(const Slot<T>& loss, Slot<X>& scores,
                                      const Slot<Target>& target) const {
    const T scale = loss.gradient() / T(rows);
    for (std::size_t r = 0; r < rows; ++r) {
      const T* const y = probabilities.data() + r * width;
      const T* const t = target.value().data() + r * width;
      T* const dx = scores.gradient().data() + r * width;
      T total(0);
      for (std::size_t j = 0; j < width; ++j) total = simd::fma(t[j], trust(y[j]), total);
      for (std::size_t j = 0; j < width; ++j) {
        const T share = t[j] * trust(y[j]);
        dx[j] = simd::fma(simd::fma(y[j], total, -share), scale, dx[j]);
      }
    }
  }

 private:
  // y/(y + guard), at least ½, so that a confidently wrong sample is still learned from.
  template <class T>
  static KILN_INLINE constexpr T trust(const T& y) {
    const T half(0.5), share = y / (y + T(1e-7));
    return share < half ? half : share;
  }

  static constexpr std::size_t width = Scores::shape[Scores::shape.rank - 1];
  static constexpr std::size_t rows = Scores::static_size / width;
};

}  // namespace operations

/// The loss of scores against targets (one-hot rows or probabilities); operation().probabilities
/// of the node is the softmax.
template <AnyNode X, NodeOrValue Target>
KILN_INLINE constexpr auto softmax_cross_entropy(X&& scores, Target&& target) {
  using Scores = typename std::remove_cvref_t<X>::value_type;
  constexpr Shape a = operand_shape<X>, b = operand_shape<Target>;
  if constexpr (!softmax_detail::TargetsOf<a.size(), b.size()>::fit) {
    return graph::connect(operations::Inert{}, scores, target);
  } else if constexpr (!softmax_detail::TargetsOf<a[a.rank - 1], b[b.rank - 1]>::fit) {
    return graph::connect(operations::Inert{}, scores, target);
  } else {
    return graph::connect(operations::SoftmaxCrossEntropy<Scores>{}, static_cast<X&&>(scores),
                          static_cast<Target&&>(target));
  }
}

}  // namespace kiln::graph
