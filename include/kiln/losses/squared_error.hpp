// SPDX-License-Identifier: MIT
#pragma once
// Sums of squares: SquaredError as in the course, MeanSquaredError as in PyTorch.
// Source: Nielsen, Neural Networks and Deep Learning, ch. 1, eq. 6; PyTorch's MSELoss.

#include <array>
#include <cstddef>

#include <kiln/concepts.hpp>
#include <kiln/losses/targets.hpp>
#include <kiln/simd/reduce.hpp>

namespace kiln {

namespace squared_error_detail {
/// Σ (y − t)² over all elements.
template <class Arch, class T, Shape Out, class Targets>
constexpr T sum_of_squares(Rows<const T, Out> y, const Targets& t) {
  if constexpr (!Targets::labels) {
    return simd::sum<Arch>(
        y.size(),
        [](const auto& a, const auto& b) {
          const auto d = a - b;
          return d * d;
        },
        y.data(), t.rows.data());
  } else {
    std::array<T, simd::virtual_lanes> lane{};
    for (std::size_t i = 0; i < y.size(); ++i) {
      const T d = y.data()[i] - t(i / Out.size(), i % Out.size());
      T square = d * d;
      simd::pin(square);  // not fused into the sum
      lane[i % lane.size()] = lane[i % lane.size()] + square;
    }
    return simd::add_lanes(lane);
  }
}
/// dy = scale·(y − t).
template <class Arch, class T, Shape Out, class Targets>
constexpr void scaled_difference(Rows<const T, Out> y, const Targets& t, T scale, T* dy) {
  for (std::size_t r = 0; r < y.count(); ++r) {
    for (std::size_t j = 0; j < Out.size(); ++j) {
      const std::size_t i = r * Out.size() + j;
      dy[i] = (y.data()[i] - t(r, j)) * scale;
    }
  }
}
}  // namespace squared_error_detail

/// L = 1/n · Σ over the batch of ½ Σⱼ (yⱼ − tⱼ)².
struct SquaredError {
  /// L of n rows y and as many targets.
  template <class Arch, class T, Shape Out, class Targets>
  constexpr T value(Rows<const T, Out> y, const Targets& t) const {
    return squared_error_detail::sum_of_squares<Arch>(y, t) / T(2 * static_cast<double>(y.count()));
  }
  /// dy = dL/dy = (y − t)/n, for some rows of a batch of n.
  template <class Arch, class T, Shape Out, class Targets>
  constexpr void gradient(Rows<const T, Out> y, const Targets& t, std::size_t n, T* dy) const {
    squared_error_detail::scaled_difference<Arch>(y, t, T(1) / T(static_cast<double>(n)), dy);
  }
};

/// L = 1/(n·Out) · Σ over the batch of Σⱼ (yⱼ − tⱼ)²: the mean over all elements.
struct MeanSquaredError {
  /// L of n rows y and as many targets.
  template <class Arch, class T, Shape Out, class Targets>
  constexpr T value(Rows<const T, Out> y, const Targets& t) const {
    return squared_error_detail::sum_of_squares<Arch>(y, t) / T(static_cast<double>(y.size()));
  }
  /// dy = dL/dy = 2(y − t)/(n·Out), for some rows of a batch of n.
  template <class Arch, class T, Shape Out, class Targets>
  constexpr void gradient(Rows<const T, Out> y, const Targets& t, std::size_t n, T* dy) const {
    squared_error_detail::scaled_difference<Arch>(
        y, t, T(2) / T(static_cast<double>(n * Out.size())), dy);
  }
};

}  // namespace kiln
