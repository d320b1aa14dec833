// SPDX-License-Identifier: MIT
#pragma once
// The inner loops of products whose left operand is mostly zero: they walk the set bits of 64-bit
// words. Neighbouring columns of the left operand are walked as one, by the union of their bits:
// pixels that are not zero stand beside each other, and each row of the other operand then serves
// several of them. Not here: how a matrix is cut, and when it pays (sparse.hpp).

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <kiln/simd/strip.hpp>

namespace kiln {

/// How sparse products of `T` are cut for `Arch`.
template <class T, class Arch>
struct SparseTiling {
  static constexpr std::size_t panel = 4 * simd::lanes<T, Arch>;  ///< output columns at once
  static constexpr std::size_t block = 64;  ///< columns of the left operand, and rows of a word
  /// Columns of the left operand that are walked as one. Real MNIST, of one, two, four: forward
  /// 38.5, 27.4, 23.5 µs (bench/kernels/sparse).
  static constexpr std::size_t height = simd::register_count<Arch> == 32 ? 4 : 2;
};

/// The union of `Height` words.
template <std::size_t Height>
KILN_INLINE std::uint64_t any_of(const std::uint64_t* word) {
  std::uint64_t any = word[0];
  KILN_UNROLL
  for (std::size_t h = 1; h < Height; ++h) any |= word[h];
  return any;
}

/// sum[r] += Σₕ x[r·x_row + h]·w[h·w_row …] for those r whose bits are set, h < Height in order.
/// Row r has `Chains` interleaved sums, each padded to whole registers; term h goes to sum number
/// First + h mod Chains.
template <class Arch, std::size_t Width, std::size_t Chains, std::size_t First, std::size_t Height,
          class T>
KILN_INLINE void add_terms(std::uint64_t rows, const T* x, std::size_t x_row, const T* w,
                           std::size_t w_row, T* sum) {
  using Strip = simd::Strip<T, Arch, Width>;
  constexpr std::size_t count = std::min(Chains, Height);
  static_assert(Height % count == 0 && First + count <= Chains);
  if (rows == 0) return;
  std::array<Strip, Height> right;
  KILN_UNROLL
  for (std::size_t h = 0; h < Height; ++h) {
    right[h].load(w + h * w_row);
    right[h].keep();
  }
  do {
    const auto r = static_cast<std::size_t>(std::countr_zero(rows));
    rows &= rows - 1;
    const T* from = x + r * x_row;
    T* to = sum + (r * Chains + First) * Strip::padded;
    KILN_PIN("+r", from);
    KILN_PIN("+r", to);
    std::array<Strip, count> z;
    KILN_UNROLL
    for (std::size_t c = 0; c < count; ++c) {
      Strip before;
      before.load_padded(to + c * Strip::padded);
      before.keep();
      z[c] = before;
    }
    KILN_UNROLL
    for (std::size_t h = 0; h < Height; ++h) z[h % count].add_product(from[h], right[h]);
    KILN_UNROLL
    for (std::size_t c = 0; c < count; ++c) z[c].store_padded(to + c * Strip::padded);
  } while (rows != 0);
}

/// sum[h] += Σᵣ x[r·x_row + h]·d[r·d_row …], r in order, for those r in which any x of the `Height`
/// is not zero: bit r mod 64 of word r/64, word w of column h being mask[w·block + h].
template <class Arch, std::size_t Width, std::size_t Height, class T>
KILN_INLINE void add_rows(std::array<simd::Strip<T, Arch, Width>, Height>& sum, std::size_t words,
                          const std::uint64_t* mask, const T* x, std::size_t x_row, const T* d,
                          std::size_t d_row) {
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t rows = any_of<Height>(mask + w * SparseTiling<T, Arch>::block);
    while (rows != 0) {
      const auto r = static_cast<std::size_t>(std::countr_zero(rows));
      rows &= rows - 1;
      const T* from = x + r * x_row;
      KILN_PIN("+r", from);
      simd::Strip<T, Arch, Width> row;
      row.load(d + r * d_row);
      row.keep();
      KILN_UNROLL
      for (std::size_t h = 0; h < Height; ++h) sum[h].add_product(from[h], row);
    }
    x += 64 * x_row;
    d += 64 * d_row;
  }
}

}  // namespace kiln
