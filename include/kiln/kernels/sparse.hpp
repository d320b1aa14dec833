// SPDX-License-Identifier: MIT
#pragma once
// Matrix products whose left operand X is mostly zero: the results of matmul.hpp, bit for bit (but
// that a sum of −0 may stay −0), in a time that follows what is not zero. X is counted first: where
// too little of it is zero, matmul.hpp's kernels run.
//   X·W   multiply_sparse, multiply_sparse_row     forward
//   Xᵀ·D  multiply_sparse_transposed               the weights' gradient
// A zero may or may not meet its factor, so the right operand must be finite: 0·inf is NaN.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <kiln/kernels/matmul.hpp>
#include <kiln/kernels/matvec.hpp>
#include <kiln/kernels/sparse_forward.hpp>
#include <kiln/kernels/sparse_gradient.hpp>
#include <kiln/kernels/sparse_tile.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/simd/nonzero.hpp>

namespace kiln {

namespace sparse_detail {
/// How many of a row's groups of `Group` neighbours hold anything.
template <std::size_t Group, class Arch, class T>
KILN_INLINE std::size_t used_groups(std::size_t depth, const T* x) {
  static_assert(Group == 1 || Group == 2 || Group == 4);
  constexpr std::uint64_t firsts = Group == 4   ? 0x1111111111111111
                                   : Group == 2 ? 0x5555555555555555
                                                : ~std::uint64_t{0};
  const auto used = [](std::uint64_t word) KILN_INLINE_LAMBDA {
    if constexpr (Group >= 2) word |= word >> 1;
    if constexpr (Group == 4) word |= word >> 2;
    return static_cast<std::size_t>(std::popcount(word & firsts));
  };
  std::size_t count = 0, k = 0;
  for (; k + 64 <= depth; k += 64) count += used(simd::nonzero<Arch>(64, x + k));
  return k < depth ? count + used(simd::nonzero<Arch>(depth - k, x + k)) : count;
}

/// Up to how many tenths of X may hold something: beyond, the dense kernels are as fast or faster.
/// Measured level: 8.5 of a batch's groups at 50 and 300 columns, 5.4 at 32, 3.7 at 10; 5 to 9 of
/// one row, 4 at 10 columns. Lower here, so that faster dense kernels do not make them wrong.
template <class T, class Arch, std::size_t Width>
inline constexpr std::size_t limit = [] {
  constexpr std::size_t registers = (Width + simd::lanes<T, Arch> - 1) / simd::lanes<T, Arch>;
  return registers >= 4 ? std::size_t{7} : registers >= 2 ? std::size_t{5} : std::size_t{3};
}();

/// Whether skipping pays for a batch. Every eighth row is counted (0.7 % of a dense step).
template <class Arch, class T>
KILN_NOINLINE bool pays(std::size_t rows, std::size_t depth, const T* x, std::size_t x_row,
                        std::size_t tenths) {
  constexpr std::size_t group = SparseTiling<T, Arch>::group;
  std::size_t used = 0, all = 0;
  for (std::size_t r = 0; r < rows; r += 8) {
    used += used_groups<group, Arch>(depth, x + r * x_row);
    all += (depth + group - 1) / group;
  }
  return 10 * used <= tenths * all;
}

/// Whether skipping pays for one row, whose time grows with what is not zero alone.
template <class Arch, class T>
KILN_INLINE bool row_pays(std::size_t depth, const T* x, std::size_t tenths) {
  return 10 * used_groups<1, Arch>(depth, x) <= std::min<std::size_t>(tenths, 5) * depth;
}

/// One row of X·W.
template <std::size_t Width, std::size_t Chains, class Arch, class T, class Epilogue>
KILN_INLINE void row(std::size_t depth, const T* x, const T* w, const Epilogue& epilogue,
                     std::size_t i) {
  for_each_panel<Width, Tiling<T, Arch>::row_panel>(
      [&]<std::size_t Panel>(std::integral_constant<std::size_t, Panel>, std::size_t j) {
        sparse_row<Arch, Panel, Chains>(depth, x, w + j, Width, epilogue, i, j);
      });
}
}  // namespace sparse_detail

/// X·W as `multiply` gives it, for X mostly zero. Requires finite b.
///
/// Shapes   a: rows × depth,  b: depth × Width.
/// Cost     proportional to what of a is not zero, groups of neighbours counted as one; at most
///          1.05× that of `multiply`; 24 KiB of stack (double: 41).
template <std::size_t Width, std::size_t Chains = 1, class Arch = simd::default_arch, class Depth,
          class Left, class T, class Epilogue>
constexpr void multiply_sparse(std::size_t rows, Depth depth, Left a, const T* b,
                               const Epilogue& epilogue) {
  static_assert(Left::terms_touch, "multiply_sparse: neighbours must be terms of one sum");
  if constexpr (simd::vectorised<T, Arch>) {
    using namespace sparse_detail;
    if (!std::is_constant_evaluated() &&
        pays<Arch>(rows, depth, a.data, a.row, limit<T, Arch, Width>)) {
      constexpr std::size_t few = 5, block = SparseTiling<T, Arch>::block;
      if (rows < few) {  // too few to share a row of b
        for (std::size_t i = 0; i < rows; ++i) {
          row<Width, Chains, Arch>(depth, a.from(i, 0).data, b, epilogue, i);
        }
        return;
      }
      std::uint64_t masks[1024];
      for (std::size_t i = 0; i < rows; i += block) {
        for_each_panel<Width, SparseTiling<T, Arch>::panel>(
            [&]<std::size_t Panel>(std::integral_constant<std::size_t, Panel>, std::size_t j) {
              const SparseForward<Panel, Chains, T, Arch, Epilogue> product{epilogue, i, j};
              static_assert(sizeof(masks) >= product.capacity * sizeof(*masks));
              product(std::min(block, rows - i), depth, a.from(i, 0), b + j, Width, masks, j == 0);
            });
      }
      return;
    }
  }
  multiply<Width, Chains, Arch>(rows, depth, a, b, epilogue);
}

/// The same for one row.
template <std::size_t Width, std::size_t Chains = 1, class Arch = simd::default_arch, class Left,
          class T, class Epilogue>
constexpr void multiply_sparse_row(std::size_t depth, Left a, const T* b,
                                   const Epilogue& epilogue) {
  static_assert(Left::terms_touch, "multiply_sparse_row: neighbours must be terms of one sum");
  if constexpr (simd::vectorised<T, Arch>) {
    using namespace sparse_detail;
    if (!std::is_constant_evaluated() && row_pays<Arch>(depth, a.data, limit<T, Arch, Width>)) {
      row<Width, Chains, Arch>(depth, a.data, b, epilogue, 0);
      return;
    }
  }
  multiply_row<Width, Chains, Arch>(depth, a, b, epilogue);
}

/// Xᵀ·D as `multiply` gives it, for X mostly zero. Every output goes through the epilogue, those
/// without terms too. Requires finite b.
///
/// Shapes   a: rows × depth (so X: depth × rows),  b: depth × Width.
/// Cost     as of multiply_sparse; 20 KiB of stack.
template <std::size_t Width, class Arch = simd::default_arch, class Rows, class Left, class T,
          class Epilogue>
constexpr void multiply_sparse_transposed(Rows rows, std::size_t depth, Left a, const T* b,
                                          const Epilogue& epilogue) {
  static_assert(Left::rows_touch,
                "multiply_sparse_transposed: neighbours must be terms of different sums");
  if constexpr (simd::vectorised<T, Arch>) {
    using namespace sparse_detail;
    if (!std::is_constant_evaluated() && depth > 0 &&
        pays<Arch>(depth, rows, a.data, a.step, limit<T, Arch, Width>)) {
      constexpr std::size_t block = SparseTiling<T, Arch>::block;
      std::uint64_t masks[8 * block];
      for (std::size_t i = 0; i < rows; i += block) {
        for_each_panel<Width, SparseTiling<T, Arch>::panel>(
            [&]<std::size_t Panel>(std::integral_constant<std::size_t, Panel>, std::size_t j) {
              const SparseGradient<Panel, T, Arch, Epilogue> product{epilogue, i, j};
              static_assert(sizeof(masks) >= product.capacity * block * sizeof(*masks));
              product(std::min(block, rows - i), depth, a.data + i, a.step, b + j, Width, masks,
                      j == 0);
            });
      }
      return;
    }
  }
  multiply<Width, 1, Arch>(rows, depth, a, b, epilogue);
}

}  // namespace kiln
