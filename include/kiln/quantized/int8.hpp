// SPDX-License-Identifier: MIT
#pragma once
// Weights in 8 bits, symmetric around 0, with a scale for each output; inputs of each layer in 8
// bits over the range that a calibration saw. Sums are integers, so the same on every machine;
// inputs become bytes by an fma, the same on every machine that has it.
// Source: Jacob and others, "Quantization and Training of Neural Networks for Efficient
// Integer-Arithmetic-Only Inference", CVPR 2018, section 2; here the sums return to float in
// between, so that activations stay what they are.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <kiln/quantized/packed_dense.hpp>
#include <kiln/simd/dot.hpp>
#include <kiln/simd/narrow.hpp>
#include <kiln/simd/strip.hpp>

namespace kiln {

/// z = f(scale·sum + bias) for sums of integers.
template <class F>
struct ScaledStore {
  float* z;                   ///< output (0, 0)
  std::size_t z_row;          ///< from one output row to the next
  const std::int32_t* start;  ///< what sums begin with
  const float* scale;         ///< one for each column
  const float* bias;          ///< one for each column
  F f;                        ///< of one number or a register of them

  /// The beginning of the sums.
  template <class Dot>
  KILN_INLINE auto begin(std::size_t j) const {
    return Dot::load(start + j);
  }
  /// Writes f of the sums.
  template <class Dot, class V>
  KILN_INLINE void finish(const V& sum, std::size_t i, std::size_t j) const {
    using S = simd::Segment<float, typename Dot::base, Dot::lanes>;
    S::store(z + i * z_row + j,
             f(simd::fma(Dot::to_floats(sum), S::load(scale + j), S::load(bias + j))));
  }
};

/// The format of `Quantized<Net, Int8>`: w ≈ q·step of its output, −127 ≤ q ≤ 127; x ≈ (q − zero)·
/// step, 0 ≤ q ≤ 255, over the range [min(0, x), max(0, x)] of the calibration, beyond which inputs
/// saturate. y = a(step·Σ(q − zero)·q + b). The zero's part of the sum is known beforehand: sums
/// begin with it.
struct Int8 {
  using Input = std::uint8_t;                        ///< of a layer
  using Weight = simd::FourBytes;                    ///< of one output
  using InputScale = simd::ByteScale;                ///< of a layer
  static constexpr std::size_t group = 4;            ///< terms in a weight
  static constexpr bool calibrated = true;           ///< needs samples
  static constexpr std::size_t most_inputs = 32768;  ///< more could overflow 32 bits
  /// The product of registers.
  template <class Arch>
  using Dot = simd::ByteDot<Arch>;

  /// What belongs to an output.
  template <std::size_t Padded>
  struct Columns {
    alignas(64) std::array<std::int32_t, Padded> start{};  ///< −zero·Σ weights
    alignas(64) std::array<float, Padded> scale{};         ///< step of inputs times that of weights
    alignas(64) std::array<float, Padded> bias{};          ///< as it was
    alignas(64) std::array<float, Padded> step{};          ///< of weights
  };

  /// A weight as a float.
  template <std::size_t Padded>
  static constexpr float weight(const Weight& word, std::size_t k, const Columns<Padded>& columns,
                                std::size_t j) {
    return static_cast<float>(word.term[k]) * columns.step[j];
  }

  /// Fills a layer. Requires finite weights.
  template <class Arch = simd::default_arch, class Layer, class W, class B>
  static void assign(Layer& layer, const W& weight, const B& bias, const ValueRange& range) {
    const double width = static_cast<double>(range.high) - static_cast<double>(range.low);
    const double input_step = width > 1e-30 ? width / 255 : 1;  // whose inverse is a float
    layer.input.inverse = static_cast<float>(1 / input_step);
    layer.input.zero =
        static_cast<float>(std::nearbyint(-static_cast<double>(range.low) / input_step));
    for (std::size_t j = 0; j < Layer::units; ++j) {
      double largest = 0;
      for (std::size_t k = 0; k < Layer::inputs; ++k) {
        largest = std::fmax(largest, std::fabs(static_cast<double>(weight(k, j))));
      }
      const double step = largest > 0 ? largest / 127 : 1;
      std::int32_t sum = 0;
      for (std::size_t k = 0; k < Layer::inputs; ++k) {
        const double q = std::nearbyint(static_cast<double>(weight(k, j)) / step);
        Weight& word = layer.weights[Layer::Layout::index(Layer::groups, k / group, j)];
        word.term[k % group] = static_cast<std::int8_t>(q);
        sum += word.term[k % group];
      }
      layer.columns.start[j] = -static_cast<std::int32_t>(layer.input.zero) * sum;
      layer.columns.scale[j] = static_cast<float>(step / static_cast<double>(layer.input.inverse));
      layer.columns.bias[j] = bias(j);
      layer.columns.step[j] = static_cast<float>(step);
    }
  }

  /// A row of inputs.
  template <class Arch, std::size_t Inputs>
  static KILN_INLINE void narrow(const float* x, const InputScale& scale, Input* to) {
    simd::to_bytes<Arch>(Inputs, x, scale, to);
  }

  /// What is done with the sums.
  template <std::size_t Padded, class F>
  static KILN_INLINE ScaledStore<F> epilogue(float* z, std::size_t z_row,
                                             const Columns<Padded>& columns, const F& f) {
    return {z, z_row, columns.start.data(), columns.scale.data(), columns.bias.data(), f};
  }
};

}  // namespace kiln
