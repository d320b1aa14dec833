// SPDX-License-Identifier: MIT
#pragma once
// What a product's kernel begins a sum with and does with the finished sum. An epilogue has
//   start(segment, i, j)      → the first value of outputs (i, j), (i, j + 1), …
//   finish(segment, sum, i, j)  takes their sums,
//   from(i, j)                → the same of the outputs from (i, j) on
// where `segment` (simd::Segment) says how many neighbours those are and reads and writes them. It
// may have, since it costs less to know,
//   begins_with_zeros()      whether every `start` is zero
//   is_distant(rows, terms)  whether what `finish` reads or writes of so many rows is worth asking
//                            for before sums of so many terms are computed, by
//   prefetch<Columns>(i, j, rows)  of so many rows from output (i, j) on
// Others, such as an optimiser's update, are written where they are used.

#include <cstddef>

#include <kiln/simd/strip.hpp>

namespace kiln {

/// Bytes of a result that stay in the nearest cache beside what it is computed from.
inline constexpr std::size_t cached_result = 16384;

/// y = first + sum, where `first` is nothing (null), a bias (first_row = 0) or y itself (+=).
template <class T>
struct Store {
  T* y;                   ///< output (0, 0)
  std::size_t y_row;      ///< from one output row to the next
  const T* first;         ///< what the sums begin with; null for zeros
  std::size_t first_row;  ///< 0 where every row begins with the same

  /// Whether `start` is zero everywhere.
  KILN_INLINE constexpr bool begins_with_zeros() const { return first == nullptr; }
  /// The same of the outputs from (i, j) on.
  KILN_INLINE constexpr Store from(std::size_t i, std::size_t j) const {
    return {y + i * y_row + j, y_row, first == nullptr ? nullptr : first + i * first_row + j,
            first_row};
  }
  /// Whether the result is so far away that its writes would be waited for. The more terms a sum
  /// has, the less: below eight where the result leaves the nearest cache (1.1 to 1.3×), up to nine
  /// or eleven where it leaves that by far and its rows share sets of it or begin anywhere in a
  /// line (1.05 to 1.1×), then where it leaves the second-level one (up to 2×). Elsewhere asking
  /// costs 0.9 to 0.98 (bench/kernels/sweep, dW).
  KILN_INLINE bool is_distant(std::size_t rows, std::size_t terms) const {
    const std::size_t row = y_row * sizeof(T);
    const bool awkward = row % 64 != 0 ? terms < 12 : row % 2048 == 0 && terms < 10;
    const std::size_t near_bytes = terms < 8 ? cached_result
                                   : awkward ? 4 * cached_result
                                             : 64 * cached_result;
    return terms <= 64 && first != y && rows * row > near_bytes;
  }
  /// Asks for the lines that will be written.
  template <std::size_t Columns>
  KILN_INLINE void prefetch(std::size_t i, std::size_t j, std::size_t rows) const {
    for (const std::size_t end = i + rows; i < end; ++i) {
      simd::prefetch<Columns * sizeof(T)>(y + i * y_row + j);
    }
  }
  /// The beginning of the sums.
  template <class Segment>
  KILN_INLINE constexpr auto start(Segment, std::size_t i, std::size_t j) const {
    using V = typename Segment::Vector;
    return first == nullptr ? V(T(0)) : Segment::load(first + i * first_row + j);
  }

  /// Writes the sums.
  template <class Segment, class V>
  KILN_INLINE constexpr void finish(Segment, const V& sum, std::size_t i, std::size_t j) const {
    Segment::store(y + i * y_row + j, sum);
  }
};

/// y = f(bias + sum): a layer's forward pass with its activation.
template <class T, class F>
struct StoreMapped {
  T* y;               ///< output (0, 0)
  std::size_t y_row;  ///< from one output row to the next
  const T* bias;      ///< one for each column
  F f;                ///< of one number or a register of them

  /// The same of the outputs from (i, j) on.
  KILN_INLINE constexpr StoreMapped from(std::size_t i, std::size_t j) const {
    return {y + i * y_row + j, y_row, bias + j, f};
  }
  /// The bias.
  template <class Segment>
  KILN_INLINE constexpr auto start(Segment, std::size_t, std::size_t j) const {
    return Segment::load(bias + j);
  }

  /// Writes f of the sums.
  template <class Segment, class V>
  KILN_INLINE constexpr void finish(Segment, const V& sum, std::size_t i, std::size_t j) const {
    Segment::store(y + i * y_row + j, f(sum));
  }
};

/// Whether to ask for what such an epilogue reads or writes; false for those that do not say.
template <class Epilogue>
KILN_INLINE bool is_distant(const Epilogue& epilogue, std::size_t rows, std::size_t terms) {
  if constexpr (requires { epilogue.is_distant(rows, terms); }) {
    return epilogue.is_distant(rows, terms);
  } else {
    return false;
  }
}

/// Asks for that of the outputs (i, j), (i + 1, j) … of `rows` rows, `Columns` each.
template <std::size_t Columns, class Epilogue>
KILN_INLINE void prefetch(const Epilogue& epilogue, std::size_t i, std::size_t j,
                          std::size_t rows) {
  if constexpr (requires { epilogue.template prefetch<Columns>(i, j, rows); }) {
    epilogue.template prefetch<Columns>(i, j, rows);
  }
}

}  // namespace kiln
