// SPDX-License-Identifier: MIT
#pragma once
// The gradient of a net's loss: one number for each trained parameter, in the net's own layout.

#include <array>
#include <cstddef>
#include <span>
#include <tuple>

#include <kiln/layers/layout.hpp>

namespace kiln {

/// dL/dp for the trained parameters of `Chain`, all zero at first; the gaps stay zero. Layers that
/// are frozen have none: do not ask for theirs.
template <class Chain>
class GradientOf {
  using T = typename Chain::Scalar;
  using Places = Layout<Chain>;

 public:
  static constexpr std::size_t storage_count = Places::positions.trained;  ///< gaps included

  /// All elements, gaps included: what an optimiser or an all-reduce walks.
  constexpr std::span<T, storage_count> storage() {
    return std::span<T, storage_count>(elements_.data(), storage_count);
  }
  /// All elements, gaps included.
  constexpr std::span<const T, storage_count> storage() const {
    return std::span<const T, storage_count>(elements_.data(), storage_count);
  }
  /// The gradients of layer number `I`, shaped and named as the net's: layer<0>().weight.
  template <std::size_t I>
  constexpr auto layer() {
    return std::get<I>(Chain::named(Block<T, Places>{elements_.data()}));
  }
  /// The gradients of layer number `I`, shaped and named as the net's: layer<0>().weight.
  template <std::size_t I>
  constexpr auto layer() const {
    return std::get<I>(Chain::named(Block<const T, Places>{elements_.data()}));
  }
  /// The whole as a block, for sinks.
  constexpr Block<T, Places> block() { return {elements_.data()}; }

 private:
  alignas(64) std::array<T, storage_count> elements_{};
};

}  // namespace kiln
