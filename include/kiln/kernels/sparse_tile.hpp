// SPDX-License-Identifier: MIT
#pragma once
// The inner loops of products whose left operand is mostly zero: they walk the set bits of 64-bit
// words. Neighbouring columns of a batch are walked as one, by the union of their bits: pixels that
// are not zero stand beside each other, and a row of the other operand then serves several of them.
// Not here: how a matrix is cut (sparse_forward.hpp, sparse_gradient.hpp), when it pays
// (sparse.hpp).

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <kiln/kernels/chains.hpp>
#include <kiln/simd/strip.hpp>

namespace kiln {

/// How sparse products of `T` are cut for `Arch`.
template <class T, class Arch>
struct SparseTiling {
  static constexpr std::size_t panel = 4 * simd::lanes<T, Arch>;  ///< columns of outputs at once
  static constexpr std::size_t block = 64;  ///< columns of the left operand, rows of a word
  /// Columns that are walked as one. Four: 1.8× over one and 1.15× over two on MNIST, whose unions
  /// then hold 1.48 and 1.17 times as many (bench/kernels/sparse).
  static constexpr std::size_t group = simd::register_count<Arch> == 32 ? 4 : 2;
};

namespace sparse_tile {
/// The union of `Count` words.
template <std::size_t Count>
KILN_INLINE std::uint64_t any_of(const std::uint64_t* word) {
  std::uint64_t any = word[0];
  KILN_UNROLL
  for (std::size_t i = 1; i < Count; ++i) any |= word[i];
  return any;
}

/// What an epilogue begins outputs (i, j), (i, j + 1), … with.
template <class Strip, class Epilogue>
KILN_INLINE void start(Strip& sum, const Epilogue& epilogue, std::size_t i, std::size_t j) {
  sum.fill([&](auto segment, std::size_t offset)
               KILN_INLINE_LAMBDA { return epilogue.start(segment, i, j + offset); });
}

/// Interleaved sums are added up and handed to an epilogue.
template <class Strip, std::size_t Chains, class Epilogue>
KILN_INLINE void finish(std::array<Strip, Chains>& sum, const Epilogue& epilogue, std::size_t i,
                        std::size_t j) {
  join(sum);
  sum[0].drain([&](auto segment, const auto& total, std::size_t offset)
                   KILN_INLINE_LAMBDA { epilogue.finish(segment, total, i, j + offset); });
}

/// sum[r] += Σₕ x[r·x_row + h]·w[h·w_row …], h < Group in order, for those r whose bits are set.
/// Row r has `Chains` interleaved sums, each padded to whole registers; term h belongs to sum
/// number First + h mod Chains.
template <class Arch, std::size_t Width, std::size_t Chains, std::size_t First, std::size_t Group,
          class T>
KILN_INLINE void add_terms(std::uint64_t rows, const T* x, std::size_t x_row, const T* w,
                           std::size_t w_row, T* sum) {
  using Strip = simd::Strip<T, Arch, Width>;
  constexpr std::size_t count = std::min(Chains, Group);
  static_assert(Group % count == 0 && First + count <= Chains);
  if (rows == 0) return;
  std::array<Strip, Group> right;
  KILN_UNROLL
  for (std::size_t h = 0; h < Group; ++h) {
    right[h].load(w + h * w_row);
    right[h].keep();
  }
  do {
    const auto r = static_cast<std::size_t>(std::countr_zero(rows));
    rows &= rows - 1;
    const T* from = x + r * x_row;
    T* to = sum + (r * Chains + First) * Strip::padded;
    simd::hide(from);  // or g++ computes each element's address anew
    simd::hide(to);
    std::array<Strip, count> z;
    KILN_UNROLL
    for (std::size_t c = 0; c < count; ++c) {
      z[c].load_padded(to + c * Strip::padded);
      z[c].keep();
    }
    KILN_UNROLL
    for (std::size_t h = 0; h < Group; ++h) z[h % count].add_product(from[h], right[h]);
    KILN_UNROLL
    for (std::size_t c = 0; c < count; ++c) z[c].store_padded(to + c * Strip::padded);
  } while (rows != 0);
}

/// sum[h] += Σᵣ x[r·x_row + h]·d[r·d_row …], r in order, for those r for which any x of the group
/// is not zero: bit r mod 64 of word r/64, where word w of column h is mask[w·block + h].
template <class Arch, std::size_t Width, std::size_t Group, class T>
KILN_INLINE void add_rows(std::array<simd::Strip<T, Arch, Width>, Group>& sum, std::size_t words,
                          const std::uint64_t* mask, const T* x, std::size_t x_row, const T* d,
                          std::size_t d_row) {
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t rows = any_of<Group>(mask + w * SparseTiling<T, Arch>::block);
    while (rows != 0) {
      const auto r = static_cast<std::size_t>(std::countr_zero(rows));
      rows &= rows - 1;
      const T* from = x + r * x_row;
      simd::hide(from);
      simd::Strip<T, Arch, Width> row;
      row.load(d + r * d_row);
      row.keep();
      KILN_UNROLL
      for (std::size_t h = 0; h < Group; ++h) sum[h].add_product(from[h], row);
    }
    x += 64 * x_row;
    d += 64 * d_row;
  }
}

/// sum[c] += Σₗ x[l]·w[l·w_row …] of one row, l in order, for those l whose bits are set and which
/// belong to sum c = l mod Chains.
template <class Arch, std::size_t Width, std::size_t Chains, class T>
KILN_INLINE void add_word(std::array<simd::Strip<T, Arch, Width>, Chains>& sum, std::uint64_t word,
                          const T* x, const T* w, std::size_t w_row) {
  constexpr std::uint64_t every = Chains == 4   ? 0x1111111111111111
                                  : Chains == 2 ? 0x5555555555555555
                                                : ~std::uint64_t{0};
  KILN_UNROLL
  for (std::size_t c = 0; c < Chains; ++c) {
    for (std::uint64_t bits = word & every << c; bits != 0; bits &= bits - 1) {
      const auto l = static_cast<std::size_t>(std::countr_zero(bits));
      simd::Strip<T, Arch, Width> right;
      right.load(w + l * w_row);
      sum[c].add_product(x[l], right);
    }
  }
}
}  // namespace sparse_tile

}  // namespace kiln
