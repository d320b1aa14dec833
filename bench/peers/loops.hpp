// SPDX-License-Identifier: MIT
#pragma once
// The plain loops that somebody who has a matrix product still writes by hand: exp that compilers
// vectorise, activations, softmax with cross-entropy, SGD, Adam. None of them is kiln's.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "workload.hpp"

namespace peers {

/// eˣ to about 2e-7, after Cephes' expf; without a branch or a call, so that loops vectorise.
inline float fast_exp(float x) {
  constexpr float rounder = 12582912.0f;  // 1.5·2²³
  x = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
  const float shifted = x * 1.44269504f + rounder;
  const float n = shifted - rounder;
  const float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  const auto exponent = std::bit_cast<std::uint32_t>(shifted) << 23;
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(p) + exponent);
}

inline void softmax(std::size_t n, std::size_t width, float* y) {
  for (std::size_t r = 0; r < n; ++r) {
    float* const row = y + r * width;
    float largest = row[0];
    for (std::size_t j = 1; j < width; ++j) largest = std::max(largest, row[j]);
    for (std::size_t j = 0; j < width; ++j) row[j] -= largest;
  }
  for (std::size_t i = 0; i < n * width; ++i) y[i] = fast_exp(y[i]);
  for (std::size_t r = 0; r < n; ++r) {
    float* const row = y + r * width;
    float sum = 0;
    for (std::size_t j = 0; j < width; ++j) sum += row[j];
    const float scale = 1 / sum;
    for (std::size_t j = 0; j < width; ++j) row[j] *= scale;
  }
}

/// y ← activation(y + b), n rows.
inline void activate(Activation activation, std::size_t n, std::size_t width, const float* b,
                     float* y) {
  const auto each = [&](auto f) {
    for (std::size_t r = 0; r < n; ++r) {
      float* const row = y + r * width;
      for (std::size_t j = 0; j < width; ++j) row[j] = f(row[j] + b[j]);
    }
  };
  switch (activation) {
    case Activation::sigmoid:
      return each([](float z) { return 1 / (1 + fast_exp(-z)); });
    case Activation::tanh:
      return each([](float z) { return 2 / (1 + fast_exp(-2 * z)) - 1; });
    case Activation::relu:
      return each([](float z) { return z > 0 ? z : 0.0f; });
    case Activation::identity:
      return each([](float z) { return z; });
    case Activation::softmax:
      each([](float z) { return z; });
      return softmax(n, width, y);
  }
}

/// d ← d·slope, from the activation's output.
inline void times_slope(Activation activation, std::size_t count, const float* y, float* d) {
  const auto each = [&](auto slope) {
    for (std::size_t i = 0; i < count; ++i) d[i] *= slope(y[i]);
  };
  switch (activation) {
    case Activation::sigmoid:
      return each([](float v) { return v * (1 - v); });
    case Activation::tanh:
      return each([](float v) { return 1 - v * v; });
    case Activation::relu:
      return each([](float v) { return v > 0 ? 1.0f : 0.0f; });
    default:
      return;
  }
}

/// The cross-entropy of n rows of probabilities; y ← dL/dz.
inline float cross_entropy(std::size_t n, std::size_t width, const std::uint8_t* labels, float* y) {
  float loss = 0;
  const float scale = 1 / static_cast<float>(n);
  for (std::size_t r = 0; r < n; ++r) {
    float& p = y[r * width + labels[r]];
    loss -= std::log(p + 1e-7f);
    p -= 1;
  }
  for (std::size_t i = 0; i < n * width; ++i) y[i] *= scale;
  return loss * scale;
}

/// ½ Σ (y − t)² over `count` numbers of a batch of n; y ← dL/dy.
inline float squared_error(std::size_t count, std::size_t n, const float* t, float* y) {
  float loss = 0;
  const float scale = 1 / static_cast<float>(n);
  for (std::size_t i = 0; i < count; ++i) {
    const float d = y[i] - t[i];
    loss += d * d;
    y[i] = d * scale;
  }
  return loss * scale / 2;
}

inline void sgd(std::size_t count, float rate, const float* g, float* p) {
  for (std::size_t i = 0; i < count; ++i) p[i] -= rate * g[i];
}

/// b ← b − rate·Σ over the n rows of d.
inline void sgd_bias(std::size_t n, std::size_t width, float rate, const float* d, float* b) {
  for (std::size_t r = 0; r < n; ++r) sgd(width, rate, d + r * width, b);
}

/// Step number `step` of Adam, as PyTorch's.
inline void adam(std::size_t count, std::size_t step, float rate, const float* g, float* m,
                 float* v, float* p) {
  const double steps = static_cast<double>(step);
  const auto length = static_cast<float>(rate / (1 - std::pow(0.9, steps)));
  const auto unbias = static_cast<float>(1 / std::sqrt(1 - std::pow(0.999, steps)));
  for (std::size_t i = 0; i < count; ++i) {
    m[i] = 0.9f * m[i] + 0.1f * g[i];
    v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
    p[i] -= length * m[i] / (std::sqrt(v[i]) * unbias + 1e-8f);
  }
}

}  // namespace peers
