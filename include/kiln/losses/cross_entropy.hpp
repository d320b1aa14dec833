// SPDX-License-Identifier: MIT
#pragma once
// Cross-entropy of probabilities, fused with the softmax that made them. It takes probabilities,
// not scores: nets end in Dense<N, Softmax>.
// Source: Bishop, Pattern Recognition and Machine Learning, eqs. 4.108–4.109.

#include <array>
#include <cstddef>
#include <type_traits>

#include <kiln/activations/softmax.hpp>
#include <kiln/concepts.hpp>
#include <kiln/losses/targets.hpp>
#include <kiln/simd/log.hpp>
#include <kiln/simd/map.hpp>
#include <kiln/simd/reduce.hpp>

namespace kiln {

/// L = −1/n · Σ over the batch of Σⱼ tⱼ·ln(yⱼ + guard).
///
/// The guard keeps ln finite at y = 0. `delta` is the derivative of exactly this L, with one
/// exception: where a target's probability is below the guard, L is so flat that a confidently
/// wrong sample would no longer be learned from; there the slope is continued at half of y − t.
/// With guard = 0 it is PyTorch's loss and delta is (y − t)/n.
struct CrossEntropy {
  double guard = 1e-7;  ///< added to probabilities

  /// True for the activation whose derivative `delta` already holds.
  template <class A>
  static constexpr bool fuses_with = std::is_same_v<A, Softmax>;

  /// L of n rows y and as many targets.
  template <class Arch, class T, Shape Out, class Targets>
  constexpr T value(Rows<const T, Out> y, const Targets& t) const {
    constexpr std::size_t lanes = simd::virtual_lanes;
    const T least = static_cast<T>(guard);
    const auto log_guarded = [least](const auto& p) {
      return simd::log(p + std::remove_cvref_t<decltype(p)>(least));
    };
    T total(0);
    if constexpr (Targets::labels) {
      std::array<T, lanes> lane{}, part{};
      for (std::size_t first = 0; first < y.count(); first += lanes) {
        const std::size_t n = y.count() - first < lanes ? y.count() - first : lanes;
        part.fill(T(1));
        for (std::size_t r = 0; r < n; ++r) {
          part[r] = y.data()[(first + r) * Out.size() + t[first + r]];
        }
        simd::map<Arch>(
            lanes, [&](auto& p) { p = log_guarded(p); }, part.data());
        for (std::size_t r = 0; r < n; ++r) lane[r] = lane[r] + part[r];
      }
      total = simd::add_lanes(lane);
    } else {
      total = simd::sum<Arch>(
          y.size(),
          [&](const auto& p, const auto& target) {
            using V = std::remove_cvref_t<decltype(p)>;
            const V zero(T(0));
            return simd::select(target == zero, zero, target * log_guarded(p));
          },
          y.data(), t.rows.data());
    }
    return -total / T(static_cast<double>(y.count()));
  }

  /// dz = dL/dz at the softmax's input, for some rows of a batch of n:
  /// (yⱼ·Σₖ sₖ − sⱼ)/n with sₖ = tₖ·yₖ/(yₖ + guard).
  template <class Arch, class T, Shape Out, class Targets>
  constexpr void delta(Rows<const T, Out> y, const Targets& t, std::size_t n, T* dz) const {
    constexpr std::size_t width = Out.size();
    const T scale = T(1) / T(static_cast<double>(n));
    for (std::size_t r = 0; r < y.count(); ++r) {
      const T* const p = y.data() + r * width;
      T* const d = dz + r * width;
      if constexpr (Targets::labels) {
        const std::size_t label = t[r];
        const T share = trust(p[label]);
        simd::map_row<Arch, width>(
            [&](const auto& pj, auto& dj) {
              using V = std::remove_cvref_t<decltype(pj)>;
              dj = simd::fma(pj, V(share), V(-T(0))) * V(scale);
            },
            p, simd::Output<T>{d});
        d[label] = simd::fma(p[label], share, -share) * scale;
      } else {
        const T* const target = t.rows.data() + r * width;
        simd::map_row<Arch, width>(
            [&](const auto& pj, const auto& tj, auto& dj) { dj = tj * trust(pj); }, p, target,
            simd::Output<T>{d});
        const T total = simd::sum<Arch>(
            width, [](const auto& s) { return s; }, d);
        simd::map_row<Arch, width>(
            [&](const auto& pj, auto& dj) {
              using V = std::remove_cvref_t<decltype(pj)>;
              dj = simd::fma(pj, V(total), -dj) * V(scale);
            },
            p, d);
      }
    }
  }

 private:
  /// y/(y + guard), at least ½; 1 without a guard.
  template <class V>
  KILN_INLINE constexpr V trust(const V& y) const {
    using T = simd::scalar_of<V>;
    if (guard == 0) return V(T(1));
    const V half(static_cast<T>(0.5)), share = simd::divide(y, y + V(static_cast<T>(guard)));
    return simd::select(share < half, half, share);
  }
};

}  // namespace kiln
