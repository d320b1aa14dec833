// SPDX-License-Identifier: MIT
#pragma once
// The parameters of a dense layer in few bits, packed as the kernel reads them, and the pass over
// them. How numbers become few bits is the format's part: int8.hpp, bfloat16.hpp.

#include <array>
#include <cstddef>

#include <kiln/concepts.hpp>
#include <kiln/kernels/packed.hpp>
#include <kiln/simd/narrow.hpp>

namespace kiln {

/// The smallest and the largest of some numbers, and 0.
struct ValueRange {
  float low = 0;   ///< not above 0
  float high = 0;  ///< not below 0

  /// Extends it to x; what is not finite is passed over.
  KILN_INLINE constexpr void include(float x) {
    if (!(x - x == 0)) return;
    if (x < low) low = x;
    if (x > high) high = x;
  }
};

/// A dense layer's weights and biases in `Format`, and how its input is written in it.
template <class Format, std::size_t Inputs, std::size_t Units>
struct PackedDense {
  using Layout = PackedLayout<Units>;                    ///< where its weights stand
  using Weight = typename Format::Weight;                ///< the weights of a group
  static constexpr std::size_t inputs = Inputs;          ///< elements of one sample
  static constexpr std::size_t units = Units;            ///< outputs
  static constexpr std::size_t padded = Layout::padded;  ///< floats of a row of outputs
  /// Groups of inputs that belong together.
  static constexpr std::size_t groups = (Inputs + Format::group - 1) / Format::group;
  /// Elements of a row of inputs in the format.
  static constexpr std::size_t row = Layout::padded_groups(groups) * Format::group;

  alignas(64) std::array<Weight, Layout::size(groups)> weights{};  ///< gaps are zero
  typename Format::template Columns<padded> columns{};             ///< one of each for each output
  typename Format::InputScale input{};                             ///< of what goes in

  /// From a layer's parameters, and the range of its inputs.
  template <class Parameters>
  KILN_INLINE constexpr void assign(const Parameters& p, const ValueRange& range) {
    Format::assign(*this, p.weight, p.bias, range);
  }

  /// The float that weight (k, j) stands for.
  constexpr float weight(std::size_t k, std::size_t j) const {
    const Weight& word = weights[Layout::index(groups, k / Format::group, j)];
    return Format::weight(word, k % Format::group, columns, j);
  }

  /// z = f(x·W + b) for n rows of floats, `x_row` apart. `narrow` is room for n·row elements, z for
  /// n·padded floats, of which those beyond Units in each row are of no use.
  template <class Arch, bool OneRow, class F>
  void predict(std::size_t n, const float* x, std::size_t x_row, typename Format::Input* narrow,
               float* z, const F& f) const {
    using Dot = typename Format::template Dot<Arch>;
    for (std::size_t r = 0; r < n; ++r) {
      Format::template narrow<Arch, Inputs>(x + r * x_row, input, narrow + r * row);
    }
    const auto epilogue = Format::epilogue(z, padded, columns, f);
    if constexpr (OneRow) multiply_packed_row<Units, Dot>(groups, narrow, weights.data(), epilogue);
    else multiply_packed<Units, Dot>(n, groups, narrow, row, weights.data(), epilogue);
  }
};

}  // namespace kiln
