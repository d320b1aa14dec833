// SPDX-License-Identifier: MIT
#pragma once
// Where the parameter tensors of a net stand in its one flat block: trained ones first, so that
// gradients and optimiser state are a prefix of the same layout.

#include <array>
#include <bit>
#include <cstddef>

#include <kiln/concepts.hpp>
#include <kiln/tensor/view.hpp>

namespace kiln {

/// The layout of the parameters of layer (or net) `L`, in elements of its scalar. Each tensor
/// starts on 64 bytes, one of less than 64 bytes on the next power of two of its size; the gaps
/// hold zeros.
template <class L>
struct Layout {
  using Scalar = typename L::Scalar;                          ///< the elements
  static constexpr auto& parameters = L::parameters;          ///< in the order of the layers
  static constexpr std::size_t count = L::parameters.size();  ///< number of tensors

  /// Positions of all tensors, then the lengths of the trained prefix and of the whole block.
  struct Positions {
    std::array<std::size_t, count> offset{};  ///< of each tensor
    std::size_t trained = 0;                  ///< elements of the prefix that learns
    std::size_t storage = 0;                  ///< elements of the whole block
  };

  /// All positions.
  static constexpr Positions positions = [] {
    Positions result;
    std::size_t end = 0;
    const auto place = [&](bool trained) {
      for (std::size_t i = 0; i < count; ++i) {
        if (parameters[i].trained != trained) continue;
        const std::size_t bytes = parameters[i].shape.size() * sizeof(Scalar);
        const std::size_t align = bytes >= 64 ? 64 : std::bit_ceil(bytes);
        const std::size_t step = align > sizeof(Scalar) ? align / sizeof(Scalar) : 1;
        result.offset[i] = (end + step - 1) / step * step;
        end = result.offset[i] + parameters[i].shape.size();
      }
    };
    place(true);
    result.trained = end;
    place(false);
    result.storage = end;
    return result;
  }();

  /// Whether element k of the block is a trained parameter, and not a gap.
  static constexpr bool is_trained(std::size_t k) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t first = positions.offset[i];
      if (k >= first && k < first + parameters[i].shape.size()) return parameters[i].trained;
    }
    return false;
  }
};

/// The parameters of a layer inside a net's block, from tensor number `First` on: what layers are
/// handed. `T` is const in forward passes. Not a copy: it points into the block.
template <class T, class Layout, std::size_t First = 0>
struct Block {
  T* data;  ///< the whole block

  /// Position of this layer's tensor `I` in the block.
  template <std::size_t I>
  static constexpr std::size_t offset = Layout::positions.offset[First + I];

  /// This layer's tensor `I`.
  template <std::size_t I>
  constexpr auto at() const {
    return View<T, Layout::parameters[First + I].shape>(data + offset<I>);
  }

  /// The parameters of a child whose tensors begin at this layer's tensor `I`.
  template <std::size_t I>
  constexpr Block<T, Layout, First + I> from() const {
    return {data};
  }
};

}  // namespace kiln
