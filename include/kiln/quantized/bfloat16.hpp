// SPDX-License-Identifier: MIT
#pragma once
// Weights in 16 bits, a float's upper half: half the memory to read, and no calibration.

#include <array>
#include <cstddef>
#include <cstring>

#include <kiln/quantized/packed_dense.hpp>
#include <kiln/simd/bfloat16_dot.hpp>
#include <kiln/simd/narrow.hpp>
#include <kiln/simd/strip.hpp>

namespace kiln {

using BFloat16 = simd::BFloat16;  ///< 16 bits to store: a float's upper half
using Half = simd::Half;          ///< 16 bits to store: IEEE 754 binary16

/// z = f(bias + sum).
template <class F>
struct BiasedStore {
  float* z;           ///< output (0, 0)
  std::size_t z_row;  ///< from one output row to the next
  const float* bias;  ///< one for each column
  F f;                ///< of one number or a register of them

  /// The beginning of the sums.
  template <class Dot>
  KILN_INLINE auto begin(std::size_t j) const {
    return Dot::load(bias + j);
  }
  /// Writes f of the sums.
  template <class Dot, class V>
  KILN_INLINE void finish(const V& sum, std::size_t i, std::size_t j) const {
    Dot::store(f(sum), z + i * z_row + j);
  }
};

/// What the two formats of 16 bits share.
struct SixteenBits {
  static constexpr std::size_t group = 2;                      ///< terms in a weight
  static constexpr bool calibrated = false;                    ///< needs no samples
  static constexpr std::size_t most_inputs = std::size_t(-1);  ///< any number
  /// Inputs are written as they are.
  struct InputScale {};
  /// What belongs to an output.
  template <std::size_t Padded>
  struct Columns {
    alignas(64) std::array<float, Padded> bias{};  ///< as it was
  };

  /// Fills a layer. Requires finite weights.
  template <class Layer, class W, class B>
  static KILN_INLINE constexpr void assign(Layer& layer, const W& weight, const B& bias,
                                           const ValueRange&) {
    using Pair = typename Layer::Weight;
    for (std::size_t j = 0; j < Layer::units; ++j) {
      for (std::size_t k = 0; k < Layer::inputs; k += 2) {
        const bool alone = k + 1 == Layer::inputs;
        layer.weights[Layer::Layout::index(Layer::groups, k / 2, j)] =
            Pair(weight(k, j), alone ? 0.0F : weight(k + 1, j));
      }
      layer.columns.bias[j] = bias(j);
    }
  }

  /// A weight as a float.
  template <class Pair, std::size_t Padded>
  static constexpr float weight(const Pair& word, std::size_t k, const Columns<Padded>&,
                                std::size_t) {
    return static_cast<float>(k == 0 ? word.first() : word.second());
  }

  /// What is done with the sums.
  template <std::size_t Padded, class F>
  static KILN_INLINE BiasedStore<F> epilogue(float* z, std::size_t z_row,
                                             const Columns<Padded>& columns, const F& f) {
    return {z, z_row, columns.bias.data(), f};
  }
};

/// The format of `Quantized<Net, BFloat16Weights>`: weights of 16 bits, everything else in float.
/// The same bits on every instruction set with hardware FMA.
struct BFloat16Weights : SixteenBits {
  using Input = float;              ///< of a layer
  using Weight = simd::PackedPair;  ///< of one output
  /// The product of registers.
  template <class Arch>
  using Dot = simd::PackedPairProduct<Arch>;

  /// A row of inputs.
  template <class Arch, std::size_t Inputs>
  static KILN_INLINE void narrow(const float* x, const InputScale&, Input* to) {
    std::memcpy(to, x, Inputs * sizeof(float));
    constexpr std::size_t rest = (32 - Inputs % 32) % 32;
    if constexpr (rest > 0) std::memset(to + Inputs, 0, rest * sizeof(float));
  }
};

/// The format of `Quantized<Net, BFloat16Products>`: weights and the inputs of each layer as
/// BFloat16, sums in float. See simd::BFloat16Dot for how far machines agree.
struct BFloat16Products : SixteenBits {
  using Input = BFloat16;             ///< of a layer
  using Weight = simd::BFloat16Pair;  ///< of one output
  /// The product of registers.
  template <class Arch>
  using Dot = simd::BFloat16Dot<Arch>;

  /// A row of inputs.
  template <class Arch, std::size_t Inputs>
  static KILN_INLINE void narrow(const float* x, const InputScale&, Input* to) {
    simd::to_bfloat16s<Arch>(Inputs, x, to);
  }
};

}  // namespace kiln
