// SPDX-License-Identifier: MIT
#pragma once
// Matrix products whose left operand X is mostly zero: same results as matmul.hpp's, bit for bit
// (but that a sum of −0 may stay −0), in a time proportional to what is not zero. X is counted
// first: where too little of it is zero, matmul.hpp's kernels run.
//   X·W   multiply_sparse, multiply_sparse_row     forward
//   Xᵀ·D  multiply_sparse_transposed               the weights' gradient
// A zero may or may not meet its factor, so the right operand must be finite: 0·inf is NaN.

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <kiln/kernels/matmul.hpp>
#include <kiln/kernels/sparse_tile.hpp>
#include <kiln/simd/nonzero.hpp>

namespace kiln {

namespace sparse_detail {
/// Whether skipping pays for a batch: of every eighth row the groups of columns are counted that
/// are walked as one and hold anything.
template <class Arch, class T>
KILN_NOINLINE bool pays(std::size_t rows, std::size_t depth, const T* x, std::size_t x_row) {
  constexpr std::size_t height = SparseTiling<T, Arch>::height;
  constexpr std::uint64_t groups = height == 4 ? 0x1111111111111111 : 0x5555555555555555;
  std::size_t used = 0, all = 0;
  const auto count = [&](std::size_t n, const T* from) KILN_INLINE_LAMBDA {
    std::uint64_t word = simd::nonzero<Arch>(n, from);
    word |= word >> 1;
    if constexpr (height == 4) word |= word >> 2;
    used += static_cast<std::size_t>(std::popcount(word & groups));
  };
  for (std::size_t r = 0; r < rows; r += 8) {
    std::size_t k = 0;
    for (; k + 64 <= depth; k += 64) count(64, x + r * x_row + k);
    if (k < depth) count(depth - k, x + r * x_row + k);
    all += (depth + height - 1) / height;
  }
  return 100 * used <= 70 * all;
}

/// Columns [column, column + Width) of up to 64 rows of X·W. The masks of X's columns are made by
/// the first panel and, where the buffer holds them, found by the others.
template <std::size_t Width, std::size_t Chains, class T, class Arch>
struct Forward {
  static constexpr std::size_t height = std::max(SparseTiling<T, Arch>::height, Chains);
  static constexpr std::size_t block = SparseTiling<T, Arch>::block;
  static constexpr std::size_t capacity = 1024;  // masks
  using Strip = simd::Strip<T, Arch, Width>;

  KILN_SCRATCH_BEGIN
  template <class Epilogue>
  static KILN_NOINLINE void run(std::size_t rows, std::size_t depth, Operand<T> a, const T* b,
                                std::size_t b_row, const Epilogue& epilogue, std::size_t at_row,
                                std::size_t column, std::uint64_t* masks, bool first) {
    alignas(64) T sum[64 * Chains * Strip::padded];
    for (std::size_t r = 0; r < rows; ++r) start(epilogue, at_row + r, column, row(sum, r));
    for (std::size_t k = 0; k < depth; k += block) {
      const std::size_t count = std::min(block, depth - k);
      std::uint64_t* const mask = masks + (depth <= capacity ? k : 0);
      const Operand<T> part = a.from(0, k);
      if (first || depth > capacity) {
        simd::nonzero_columns<Arch>(rows, count, part.data, part.row, mask);
      }
      add_block(count, mask, part, b + k * b_row, b_row, sum);
    }
    for (std::size_t r = 0; r < rows; ++r) finish(epilogue, at_row + r, column, row(sum, r));
  }
  KILN_SCRATCH_END

 private:
  static KILN_INLINE T* row(T* sum, std::size_t r) { return sum + r * Chains * Strip::padded; }

  static KILN_NOINLINE void add_block(std::size_t count, const std::uint64_t* mask, Operand<T> a,
                                    const T* b, std::size_t b_row, T* sum) {
    std::size_t k = 0;
    for (; k + height <= count; k += height) {
      add_terms<Arch, Width, Chains, 0, height>(any_of<height>(mask + k), a.data + k, a.row,
                                                b + k * b_row, b_row, sum);
    }
    [&]<std::size_t... I>(std::index_sequence<I...>) KILN_INLINE_LAMBDA {
      const auto one = [&]<std::size_t C>(std::integral_constant<std::size_t, C>, std::size_t l) {
        if (l >= count) return;
        add_terms<Arch, Width, Chains, C, 1>(mask[l], a.data + l, a.row, b + l * b_row, b_row, sum);
      };
      (one(std::integral_constant<std::size_t, I % Chains>{}, k + I), ...);
    }
    (std::make_index_sequence<height - 1>());
  }

  template <class Epilogue>
  static KILN_INLINE void start(const Epilogue& epilogue, std::size_t i, std::size_t j, T* sum) {
    Strip z;
    z.fill([&](auto segment, std::size_t offset) KILN_INLINE_LAMBDA {
      return epilogue.start(segment, i, j + offset);
    });
    z.store_padded(sum);
    KILN_UNROLL
    for (std::size_t c = 1; c < Chains; ++c) {
      for (std::size_t l = 0; l < Strip::padded; ++l) sum[c * Strip::padded + l] = T(0);
    }
  }
  template <class Epilogue>
  static KILN_INLINE void finish(const Epilogue& epilogue, std::size_t i, std::size_t j,
                                 const T* sum) {
    std::array<Strip, Chains> z;
    KILN_UNROLL
    for (std::size_t c = 0; c < Chains; ++c) z[c].load_padded(sum + c * Strip::padded);
    if constexpr (Chains == 4) z[2].add(z[3]);
    if constexpr (Chains >= 2) z[0].add(z[1]);
    if constexpr (Chains == 4) z[0].add(z[2]);
    z[0].drain([&](auto segment, const auto& total, std::size_t offset) KILN_INLINE_LAMBDA {
      epilogue.finish(segment, total, i, j + offset);
    });
  }
};

/// Columns [column, column + Width) of Xᵀ·D, for up to 64 columns of X. The masks are made by the
/// first panel and, where the buffer holds them, found by the others.
template <std::size_t Width, class T, class Arch, class Epilogue>
struct Transposed {
  static constexpr std::size_t height = SparseTiling<T, Arch>::height;
  static constexpr std::size_t block = SparseTiling<T, Arch>::block;
  static constexpr std::size_t capacity = 8;  // words of masks, for 512 rows
  using Strip = simd::Strip<T, Arch, Width>;

  const Epilogue& epilogue;
  std::size_t at_row, column;

  KILN_SCRATCH_BEGIN
  KILN_NOINLINE void run(std::size_t count, std::size_t depth, const T* x, std::size_t x_row,
                         const T* d, std::size_t d_row, std::uint64_t* masks, bool first) const {
    alignas(64) T waiting[block * Strip::padded];
    for (std::size_t r = 0; r < depth; r += 64 * capacity) {
      const std::size_t rows = std::min(64 * capacity, depth - r), words = (rows + 63) / 64;
      const T* const from = x + r * x_row;
      for (std::size_t w = 0; w < words && (first || depth > 64 * capacity); ++w) {
        simd::nonzero_columns<Arch>(std::min<std::size_t>(64, rows - 64 * w), count,
                                    from + 64 * w * x_row, x_row, masks + w * block);
      }
      add_block(count, words, masks, from, x_row, d + r * d_row, d_row, waiting,
                {r == 0, r + rows == depth});
    }
  }
  KILN_SCRATCH_END

 private:
  struct Ends {
    bool first, last;  // of the rows: sums begin, and are finished
  };

  /// A function of its own: inlined, g++ 12 stores every row of d to the stack (1.3×).
  KILN_NOINLINE void add_block(std::size_t count, std::size_t words, const std::uint64_t* mask,
                               const T* x, std::size_t x_row, const T* d, std::size_t d_row,
                               T* waiting, Ends ends) const {
    std::size_t k = 0;
    for (; k + height <= count; k += height) {
      add_group<height>(k, words, mask, x, x_row, d, d_row, waiting, ends);
    }
    for (; k < count; ++k) add_group<1>(k, words, mask, x, x_row, d, d_row, waiting, ends);
  }

  template <std::size_t Height>
  KILN_INLINE void add_group(std::size_t k, std::size_t words, const std::uint64_t* mask,
                             const T* x, std::size_t x_row, const T* d, std::size_t d_row,
                             T* waiting, Ends ends) const {
    std::array<Strip, Height> sum;
    KILN_UNROLL
    for (std::size_t h = 0; h < Height; ++h) {
      if (ends.first) start(k + h, sum[h]);
      else sum[h].load_padded(waiting + (k + h) * Strip::padded);
    }
    add_rows<Arch, Width, Height>(sum, words, mask + k, x + k, x_row, d, d_row);
    KILN_UNROLL
    for (std::size_t h = 0; h < Height; ++h) {
      if (ends.last) finish(k + h, sum[h]);
      else sum[h].store_padded(waiting + (k + h) * Strip::padded);
    }
  }

  KILN_INLINE void start(std::size_t k, Strip& sum) const {
    sum.fill([&](auto segment, std::size_t offset) KILN_INLINE_LAMBDA {
      return epilogue.start(segment, at_row + k, column + offset);
    });
  }
  KILN_INLINE void finish(std::size_t k, const Strip& sum) const {
    sum.drain([&](auto segment, const auto& total, std::size_t offset) KILN_INLINE_LAMBDA {
      epilogue.finish(segment, total, at_row + k, column + offset);
    });
  }
};

/// Columns [column, column + Width) of one row of X·W.
template <class Arch, std::size_t Width, std::size_t Chains, class T, class Epilogue>
KILN_INLINE void row_panel(std::size_t depth, const T* x, const T* b, std::size_t b_row,
                           const Epilogue& epilogue, std::size_t at_row, std::size_t column) {
  using Strip = simd::Strip<T, Arch, Width>;
  constexpr std::uint64_t every =
      Chains == 4 ? 0x1111111111111111 : Chains == 2 ? 0x5555555555555555 : ~std::uint64_t{0};
  std::array<Strip, Chains> sum;
  sum[0].fill([&](auto segment, std::size_t offset) KILN_INLINE_LAMBDA {
    return epilogue.start(segment, at_row, column + offset);
  });
  KILN_UNROLL
  for (std::size_t c = 1; c < Chains; ++c) {
    sum[c].fill([](auto segment, std::size_t)
                    KILN_INLINE_LAMBDA { return typename decltype(segment)::Vector(T(0)); });
  }
  for (std::size_t k = 0; k < depth; k += 64, x += 64, b += 64 * b_row) {
    const std::uint64_t word =
        depth - k < 64 ? simd::nonzero<Arch>(depth - k, x) : simd::nonzero<Arch>(64, x);
    KILN_UNROLL
    for (std::size_t c = 0; c < Chains; ++c) {
      for (std::uint64_t bits = word & every << c; bits != 0; bits &= bits - 1) {
        const auto l = static_cast<std::size_t>(std::countr_zero(bits));
        Strip right;
        right.load(b + l * b_row);
        sum[c].add_product(x[l], right);
      }
    }
  }
  if constexpr (Chains == 4) sum[2].add(sum[3]);
  if constexpr (Chains >= 2) sum[0].add(sum[1]);
  if constexpr (Chains == 4) sum[0].add(sum[2]);
  sum[0].drain([&](auto segment, const auto& total, std::size_t offset) KILN_INLINE_LAMBDA {
    epilogue.finish(segment, total, at_row, column + offset);
  });
}

/// One row of X·W.
template <class Arch, std::size_t Width, std::size_t Chains, class T, class Epilogue>
KILN_NOINLINE void row(std::size_t depth, const T* x, const T* b, const Epilogue& epilogue,
                       std::size_t at_row) {
  constexpr std::size_t full = Tiling<T, Arch>::row_panel, rest = Width % full;
  if constexpr (Width >= full) {
    for (std::size_t j = 0; j + full <= Width; j += full) {
      row_panel<Arch, full, Chains>(depth, x, b + j, Width, epilogue, at_row, j);
    }
  }
  if constexpr (rest > 0) {
    constexpr std::size_t j = Width - rest;
    row_panel<Arch, rest, Chains>(depth, x, b + j, Width, epilogue, at_row, j);
  }
}

/// Whether skipping pays for one sample.
template <class Arch, class T>
KILN_INLINE bool row_pays(std::size_t depth, const T* x) {
  std::size_t used = 0, k = 0;
  for (; k + 64 <= depth; k += 64) {
    used += static_cast<std::size_t>(std::popcount(simd::nonzero<Arch>(64, x + k)));
  }
  if (k < depth) {
    used += static_cast<std::size_t>(std::popcount(simd::nonzero<Arch>(depth - k, x + k)));
  }
  return 100 * used <= 60 * depth;
}

/// f(width of the panel, its first column) for all panels of `Width` columns.
template <std::size_t Width, std::size_t Full, class F>
KILN_INLINE void for_each_panel(const F& f) {
  constexpr std::size_t rest = Width % Full;
  if constexpr (Width >= Full) {
    for (std::size_t j = 0; j + Full <= Width; j += Full) {
      f(std::integral_constant<std::size_t, Full>{}, j);
    }
  }
  if constexpr (rest > 0) f(std::integral_constant<std::size_t, rest>{}, Width - rest);
}
}  // namespace sparse_detail

/// X·W as `multiply` gives it, for X mostly zero. Requires a.step = 1, and b finite.
///
/// Shapes   a: rows × depth,  b: depth × Width.
/// Cost     at most 1.05× that of `multiply`; 24 KiB of stack.
template <std::size_t Width, std::size_t Chains = 1, class Arch = simd::default_arch, class T,
          class Epilogue>
constexpr void multiply_sparse(std::size_t rows, std::size_t depth, Operand<T> a, const T* b,
                               const Epilogue& epilogue) {
  if constexpr (simd::vectorised<T, Arch>) {
    assert(a.step == 1 && "multiply_sparse: neighbours must be terms of one sum");
    if (!std::is_constant_evaluated() &&
        sparse_detail::pays<Arch>(rows, depth, a.data, a.row)) {
      constexpr std::size_t few = 6;
      if (rows < few) {
        for (std::size_t i = 0; i < rows; ++i) {
          sparse_detail::row<Arch, Width, Chains>(depth, a.from(i, 0).data, b, epilogue, i);
        }
        return;
      }
      std::uint64_t masks[1024];
      for (std::size_t i = 0; i < rows; i += 64) {
        sparse_detail::for_each_panel<Width, SparseTiling<T, Arch>::panel>(
            [&]<std::size_t Panel>(std::integral_constant<std::size_t, Panel>, std::size_t j) {
              sparse_detail::Forward<Panel, Chains, T, Arch>::run(
                  std::min<std::size_t>(64, rows - i), depth, a.from(i, 0), b + j, Width, epilogue,
                  i, j, masks, j == 0);
            });
      }
      return;
    }
  }
  multiply<Width, Chains, Arch>(rows, depth, a, b, epilogue);
}

/// The same for one row.
template <std::size_t Width, std::size_t Chains = 1, class Arch = simd::default_arch, class T,
          class Epilogue>
constexpr void multiply_sparse_row(std::size_t depth, Operand<T> a, const T* b,
                                   const Epilogue& epilogue) {
  if constexpr (simd::vectorised<T, Arch>) {
    assert(a.step == 1 && "multiply_sparse_row: neighbours must be terms of one sum");
    if (!std::is_constant_evaluated() && sparse_detail::row_pays<Arch>(depth, a.data)) {
      sparse_detail::row<Arch, Width, Chains>(depth, a.data, b, epilogue, 0);
      return;
    }
  }
  multiply_row<Width, Chains, Arch>(depth, a, b, epilogue);
}

/// Xᵀ·D as `multiply` gives it, for X mostly zero. Every output goes through the epilogue, those
/// without terms too. Requires a.row = 1, and b finite.
///
/// Shapes   a: rows × depth,  b: depth × Width.
/// Cost     at most 1.05× that of `multiply`; 20 KiB of stack.
template <std::size_t Width, class Arch = simd::default_arch, class T, class Epilogue>
constexpr void multiply_sparse_transposed(std::size_t rows, std::size_t depth, Operand<T> a,
                                          const T* b, const Epilogue& epilogue) {
  if constexpr (simd::vectorised<T, Arch>) {
    assert(a.row == 1 && "multiply_sparse_transposed: neighbours must be terms of many sums");
    if (!std::is_constant_evaluated() &&
        sparse_detail::pays<Arch>(depth, rows, a.data, a.step)) {
      constexpr std::size_t block = SparseTiling<T, Arch>::block;
      std::uint64_t masks[8 * block];
      for (std::size_t i = 0; i < rows; i += block) {
        sparse_detail::for_each_panel<Width, SparseTiling<T, Arch>::panel>(
            [&]<std::size_t Panel>(std::integral_constant<std::size_t, Panel>, std::size_t j) {
              const sparse_detail::Transposed<Panel, T, Arch, Epilogue> product{epilogue, i, j};
              product.run(std::min(block, rows - i), depth, a.data + i, a.step, b + j, Width, masks,
                          j == 0);
            });
      }
      return;
    }
  }
  multiply<Width, 1, Arch>(rows, depth, a, b, epilogue);
}

}  // namespace kiln
