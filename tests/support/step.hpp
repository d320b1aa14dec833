// SPDX-License-Identifier: MIT
#pragma once
// A step of gradient descent as the epilogue of a product: each finished sum must be taken once,
// which an epilogue that only stores would not show.

#include <cstddef>

namespace support {

/// p ← p − sum; the sums of row i begin with i.
template <class T>
struct Step {
  T* p;
  std::size_t row;
  std::size_t first = 0;

  constexpr Step from(std::size_t i, std::size_t j) const {
    return {p + i * row + j, row, first + i};
  }
  template <class Segment>
  constexpr auto start(Segment, std::size_t i, std::size_t) const {
    return typename Segment::Vector(static_cast<T>(first + i));
  }
  template <class Segment, class V>
  constexpr void finish(Segment, const V& sum, std::size_t i, std::size_t j) const {
    T* const at = p + i * row + j;
    Segment::store(at, Segment::load(at) - sum);
  }
};

}  // namespace support
