// SPDX-License-Identifier: MIT
#pragma once
// Batches of a labelled data set: rows gathered into memory of a fixed size. Drawn at random with
// replacement (`draw`), as one pass over a permutation that the caller keeps, or in order (`take`).
// A data set of bytes takes a quarter of the memory of floats, and of the time to read it.

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
#include <kiln/simd/widen.hpp>
#include <kiln/tensor/rows.hpp>

namespace kiln {

namespace minibatches_detail {
/// What gives row r's number: index[r].
template <std::integral Index>
KILN_INLINE constexpr auto numbers_in(std::span<const Index> index) {
  return [index](std::size_t r) KILN_INLINE_LAMBDA { return static_cast<std::size_t>(index[r]); };
}

/// copy(row at(r) of `from`, row r of `to`) for each r. While one row is copied the next is asked
/// for: 1.2× for images out of 188 MB, in turn with steps, and 1.4× for bytes out of 47 MB. Of a
/// row further on its first line is, so that its page is known by then: 1.1 to 1.2× for bytes
/// (bench/data/minibatches, and the course in bench/peers).
template <class Stored, class T, Shape Row, class At, class F>
KILN_INLINE constexpr void for_each_row(Rows<const Stored, Row> from, const At& at, Rows<T, Row> to,
                                        const F& copy) {
  constexpr std::size_t bytes = Row.size() * sizeof(Stored), page = 4096, further = 16;
  const auto row = [&](std::size_t r) KILN_INLINE_LAMBDA {
    assert(at(r) < from.count() && "gather: an index must be below the number of rows");
    return from.data() + at(r) * Row.size();
  };
  for (std::size_t r = 0; r < to.count(); ++r) {
    if constexpr (bytes >= page / 8) {
      if (!std::is_constant_evaluated()) {
        if (r + 1 < to.count()) simd::prefetch<(bytes < page ? bytes : page)>(row(r + 1));
        if (r + further < to.count()) simd::prefetch<1>(row(r + further));
      }
    }
    copy(row(r), to.data() + r * Row.size());
  }
}

/// Row r of `to` ← row at(r) of `from`.
template <class T, Shape Row, class At>
KILN_INLINE constexpr void copy(Rows<const T, Row> from, const At& at, Rows<T, Row> to) {
  for_each_row(from, at, to, [](const T* x, T* copy) KILN_INLINE_LAMBDA {
    if (std::is_constant_evaluated() || !std::is_trivially_copyable_v<T>) {
      for (std::size_t j = 0; j < Row.size(); ++j) copy[j] = x[j];
    } else {
      std::memcpy(copy, x, Row.size() * sizeof(T));
    }
  });
}

/// Row r of `to` ← row at(r) of `from`, divided.
template <class Arch, class T, Shape Row, class At>
KILN_INLINE constexpr void widen(Rows<const std::uint8_t, Row> from, const At& at, Rows<T, Row> to,
                                 std::uint16_t divisor) {
  for_each_row(from, at, to, [divisor](const std::uint8_t* x, T* wide) KILN_INLINE_LAMBDA {
    simd::widen<Arch>(Row.size(), x, divisor, wide);
  });
}

/// Rows of bytes, where those of `T` are wanted that bytes can be made into.
template <class X, class T, Shape Row>
concept Bytes = std::floating_point<T> &&
    (std::same_as<X, Rows<const std::uint8_t, Row>> || std::same_as<X, Rows<std::uint8_t, Row>>);
}  // namespace minibatches_detail

/// Copies row index[r] of `from` to row r of `to`.
///
/// Shapes   index: n,  to: n × Row.
/// Requires every index below from.count().
template <class T, Shape Row, std::integral Index>
KILN_INLINE constexpr void gather(Rows<const T, Row> from, std::span<const Index> index,
                                  Rows<T, Row> to) {
  assert(index.size() == to.count() && "gather: as many rows as indices");
  minibatches_detail::copy(from, minibatches_detail::numbers_in(index), to);
}

/// Row r of `to` ← row index[r] of `from`, each byte divided by `divisor`, correctly rounded: 255
/// makes pixels from 0 to 1.
///
/// Shapes   index: n,  to: n × Row.
/// Requires every index below from.count(), and a divisor of at least 1.
template <class Arch = simd::default_arch, std::floating_point T, Shape Row, std::integral Index>
KILN_INLINE constexpr void gather(Rows<const std::uint8_t, Row> from, std::span<const Index> index,
                                  Rows<T, Row> to, std::uint16_t divisor) {
  assert(index.size() == to.count() && "gather: as many rows as indices");
  minibatches_detail::widen<Arch>(from, minibatches_detail::numbers_in(index), to, divisor);
}

namespace checks {
/// What bytes stand for is said where they are handed over.
template <bool Given>
struct Divisor {
  static_assert(Given, "Minibatches: rows of bytes need a divisor, 255 for pixels from 0 to 1");
};
}  // namespace checks

/// Room for a batch of at most `Batch` samples of shape `Row` with labels, and the gathering of
/// them from a data set that the caller keeps: rows of `T`, or of bytes. No heap.
///
/// Example  const kiln::MnistBytes mnist = kiln::load_mnist_bytes("mnist");
///          kiln::Minibatches<float, 784, 100> batches(mnist.train.rows<784>(),
///                                                     mnist.train.labels, 255);
template <class T, Shape Row, std::size_t Batch, std::integral Label = std::uint8_t>
class Minibatches {
 public:
  static constexpr std::size_t capacity = Batch;  ///< samples at most

  /// Batches of these samples. Requires as many labels as rows, at least one.
  constexpr Minibatches(Rows<const T, Row> x, std::span<const Label> labels)
      : from_(x), from_labels_(labels) {
    assert(x.count() == labels.size() && x.count() > 0 && "Minibatches: a label for each row");
  }

  /// Batches of samples in bytes, each divided by `divisor`: 255 makes pixels from 0 to 1, the bits
  /// of float(pixel)/255. Requires as many labels as rows, at least one, and a divisor from 1 on.
  constexpr Minibatches(Rows<const std::uint8_t, Row> x, std::span<const Label> labels,
                        std::uint16_t divisor) requires std::floating_point<T>
      : bytes_(x), from_labels_(labels), divisor_(divisor) {
    assert(x.count() == labels.size() && x.count() > 0 && "Minibatches: a label for each row");
    assert(divisor > 0 && "Minibatches: the divisor must be at least 1");
  }
  /// Of bytes without a divisor: says so.
  template <minibatches_detail::Bytes<T, Row> Given>
  constexpr Minibatches(Given x, std::span<const Label> labels) : Minibatches(x, labels, 1) {
    (void)checks::Divisor<sizeof(Given) == 0>{};
  }

  /// Number of samples in the data set.
  constexpr std::size_t count() const { return from_labels_.size(); }

  /// Fills the batch with Batch samples, each drawn from all with equal chance (NumPy's choice).
  template <class Arch = simd::default_arch, class Engine>
  KILN_INLINE constexpr void draw(Engine& engine) {
    std::array<std::uint32_t, Batch> index{};
    random_indices(engine, count(), std::span<std::uint32_t>(index));
    take<Arch>(std::span<const std::uint32_t>(index));
  }

  /// Fills the batch with the samples at these indices: a part of a random_permutation, say.
  /// Requires at most Batch of them.
  template <class Arch = simd::default_arch, std::integral Index>
  KILN_INLINE constexpr void take(std::span<const Index> index) {
    fill<Arch>(index.size(), minibatches_detail::numbers_in(index));
  }

  /// Fills the batch with the n samples from number `first` on, as `accuracy` does on its way
  /// through the whole data set. Requires n ≤ Batch, and first + n ≤ count().
  template <class Arch = simd::default_arch>
  KILN_INLINE constexpr void take(std::size_t first, std::size_t n) {
    fill<Arch>(n, [first](std::size_t r) KILN_INLINE_LAMBDA { return first + r; });
  }

  /// The batch.
  constexpr Rows<const T, Row> rows() const { return {rows_.data(), n_}; }
  /// The labels of the batch.
  constexpr std::span<const Label> labels() const { return {labels_.data(), n_}; }

 private:
  /// The batch ← samples at(0), …, at(n − 1).
  template <class Arch, class At>
  KILN_INLINE constexpr void fill(std::size_t n, const At& at) {
    assert(n <= Batch && "Minibatches: more samples than the batch holds");
    n_ = n;
    const Rows<T, Row> to(rows_.data(), n);
    if constexpr (std::floating_point<T>) {
      if (divisor_ > 0) minibatches_detail::widen<Arch>(bytes_, at, to, divisor_);
      else minibatches_detail::copy(from_, at, to);
    } else {
      minibatches_detail::copy(from_, at, to);
    }
    for (std::size_t r = 0; r < n; ++r) labels_[r] = from_labels_[at(r)];
  }

  Rows<const T, Row> from_{nullptr, 0};              // either these
  Rows<const std::uint8_t, Row> bytes_{nullptr, 0};  // or these
  std::span<const Label> from_labels_;
  std::uint16_t divisor_ = 0;  // of the bytes; 0 where there are none
  std::size_t n_ = 0;
  alignas(64) std::array<T, Batch * Row.size()> rows_{};
  std::array<Label, Batch> labels_{};
};

}  // namespace kiln
