// SPDX-License-Identifier: MIT
#pragma once
// Batches of a labelled data set: rows gathered into memory of a fixed size. Drawn at random with
// replacement (`draw`), or as one pass over a permutation that the caller keeps (`take`).

#include <array>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

#include <kiln/random/permutation.hpp>
#include <kiln/simd/lanes.hpp>
#include <kiln/tensor/rows.hpp>

namespace kiln {

/// Copies row index[r] of `from` to row r of `to`. While one row is copied the next is asked for:
/// 1.2× for images out of 188 MB, in turn with steps.
///
/// Shapes   index: n,  to: n × Row.
/// Requires every index below from.count().
template <class T, Shape Row, std::integral Index>
KILN_INLINE constexpr void gather(Rows<const T, Row> from, std::span<const Index> index,
                                  Rows<T, Row> to) {
  assert(index.size() == to.count() && "gather: as many rows as indices");
  constexpr std::size_t bytes = Row.size() * sizeof(T), page = 4096;
  const auto row = [&](std::size_t r) KILN_INLINE_LAMBDA {
    const auto at = static_cast<std::size_t>(index[r]);
    assert(at < from.count() && "gather: an index must be below the number of rows");
    return from.data() + at * Row.size();
  };
  for (std::size_t r = 0; r < index.size(); ++r) {
    T* const copy = to.data() + r * Row.size();
    if (std::is_constant_evaluated() || !std::is_trivially_copyable_v<T>) {
      for (std::size_t j = 0; j < Row.size(); ++j) copy[j] = row(r)[j];
    } else {
      if constexpr (bytes >= page / 4) {
        if (r + 1 < index.size()) simd::prefetch<(bytes < page ? bytes : page)>(row(r + 1));
      }
      std::memcpy(copy, row(r), bytes);
    }
  }
}

/// Room for a batch of at most `Batch` samples of shape `Row` with labels, and the gathering of
/// them from a data set that the caller keeps. No heap.
template <class T, Shape Row, std::size_t Batch, std::integral Label = std::uint8_t>
class Minibatches {
 public:
  /// Batches of these samples. Requires as many labels as rows, at least one.
  constexpr Minibatches(Rows<const T, Row> x, std::span<const Label> labels)
      : from_(x), from_labels_(labels) {
    assert(x.count() == labels.size() && x.count() > 0 && "Minibatches: a label for each row");
  }

  /// Fills the batch with Batch samples, each drawn from all with equal chance (NumPy's choice).
  template <class Engine>
  KILN_INLINE constexpr void draw(Engine& engine) {
    std::array<std::uint32_t, Batch> index{};
    random_indices(engine, from_.count(), std::span<std::uint32_t>(index));
    take(std::span<const std::uint32_t>(index));
  }

  /// Fills the batch with the samples at these indices: a part of a random_permutation, say.
  /// Requires at most Batch of them.
  template <std::integral Index>
  KILN_INLINE constexpr void take(std::span<const Index> index) {
    assert(index.size() <= Batch && "Minibatches: more indices than the batch holds");
    n_ = index.size();
    gather(from_, index, Rows<T, Row>(rows_.data(), n_));
    for (std::size_t r = 0; r < n_; ++r) {
      labels_[r] = from_labels_[static_cast<std::size_t>(index[r])];
    }
  }

  /// The batch.
  constexpr Rows<const T, Row> rows() const { return {rows_.data(), n_}; }
  /// The labels of the batch.
  constexpr std::span<const Label> labels() const { return {labels_.data(), n_}; }

 private:
  Rows<const T, Row> from_;
  std::span<const Label> from_labels_;
  std::size_t n_ = 0;
  alignas(64) std::array<T, Batch * Row.size()> rows_{};
  std::array<Label, Batch> labels_{};
};

}  // namespace kiln
