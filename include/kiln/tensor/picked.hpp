// SPDX-License-Identifier: MIT
#pragma once
// The values that a mask picks. How many is known at run time only, so they stand in an array with
// room for all: no heap.

#include <array>
#include <cassert>
#include <cstddef>

namespace kiln {

/// Up to `Capacity` values, in the order of the tensor they come from: what x[mask] returns.
template <class T, std::size_t Capacity>
class Picked {
 public:
  using value_type = T;  ///< the scalar

  /// None.
  constexpr Picked() = default;

  /// Those of `Capacity` values whose flag is set.
  constexpr Picked(const T* values, const bool* flags) {
    for (std::size_t i = 0; i < Capacity; ++i) {
      if (flags[i]) values_[size_++] = values[i];
    }
  }

  constexpr std::size_t size() const { return size_; }               ///< how many were picked
  static constexpr std::size_t capacity() { return Capacity; }       ///< how many there were
  constexpr const T* data() const { return values_.data(); }         ///< the first value
  constexpr const T* begin() const { return values_.data(); }        ///< iterates in order
  constexpr const T* end() const { return values_.data() + size_; }  ///< behind the last value

  /// Value i. Requires i < size().
  constexpr const T& operator[](std::size_t i) const {
    assert(i < size_);
    return values_[i];
  }

  /// As many values, and the same.
  friend constexpr bool operator==(const Picked&, const Picked&) = default;

 private:
  std::array<T, Capacity> values_{};
  std::size_t size_ = 0;
};

}  // namespace kiln
