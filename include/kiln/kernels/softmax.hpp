// SPDX-License-Identifier: MIT
#pragma once
// Softmax over rows and its derivative. Not here: the loss that fuses with it (losses/).

#include <array>
#include <cstddef>

#include <kiln/simd/exp.hpp>
#include <kiln/simd/map.hpp>
#include <kiln/simd/reduce.hpp>

namespace kiln {

/// y ← softmax(y) for one row of Width elements: softmax_rows without a pass of its own for exp.
template <std::size_t Width, class Arch = simd::default_arch, class T>
constexpr void softmax_row(T* y) {
  const T largest = simd::maximum(Width, y);
  simd::map_row<Arch, Width>([&]<class V>(V& z) { z = simd::exp<V>(z - V(largest)); }, y);
  T total(0);
  if constexpr (Width <= simd::virtual_lanes) {  // simd::sum without its loop
    std::array<T, simd::virtual_lanes> lane{};
    for (std::size_t j = 0; j < Width; ++j) lane[j] = y[j];
    total = simd::add_lanes(lane);
  } else {
    total = simd::sum<Arch>(
        Width, [](const auto& e) { return e; }, y);
  }
  simd::map_row<Arch, Width>([&]<class V>(V& e) { e = simd::divide(e, V(total)); }, y);
}

/// y ← softmax(y) for each of n rows: yⱼ = e^(zⱼ − max z) / Σₖ e^(zₖ − max z).
///
/// Shapes   y: n × Width.
/// A row that holds NaN or +inf becomes NaN; −inf becomes 0, but a row of nothing else NaN.
template <std::size_t Width, class Arch = simd::default_arch, class T>
constexpr void softmax_rows(std::size_t n, T* y) {
  if (n == 1) return softmax_row<Width, Arch>(y);
  for (std::size_t r = 0; r < n; ++r) {
    T* const row = y + r * Width;
    const T largest = simd::maximum(Width, row);
    simd::map_row<Arch, Width>([&]<class V>(V& z) { z = z - V(largest); }, row);
  }
  simd::map<Arch>(
      n * Width, [](auto& z) { z = simd::exp(z); }, y);
  for (std::size_t r = 0; r < n; ++r) {
    T* const row = y + r * Width;
    const T total = simd::sum<Arch>(
        Width, [](const auto& e) { return e; }, row);
    simd::map_row<Arch, Width>([&]<class V>(V& e) { e = simd::divide(e, V(total)); }, row);
  }
}

/// dy ← dL/dz from dL/dy: dzⱼ = yⱼ·(dyⱼ − Σₖ dyₖ·yₖ), for each of n rows.
///
/// Shapes   y, dy: n × Width.
template <std::size_t Width, class Arch = simd::default_arch, class T>
constexpr void softmax_rows_backward(std::size_t n, const T* y, T* dy) {
  for (std::size_t r = 0; r < n; ++r) {
    const T dot = simd::sum<Arch>(
        Width, [](const auto& a, const auto& b) { return a * b; }, y + r * Width, dy + r * Width);
    simd::map_row<Arch, Width>([&]<class V>(const V& out, V& d) { d = out * (d - V(dot)); },
                               y + r * Width, dy + r * Width);
  }
}

}  // namespace kiln
