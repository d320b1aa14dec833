// SPDX-License-Identifier: MIT
#pragma once
// Dense<50, Sigmoid, Sparse>: the dense layer whose inputs are mostly zero, as pixels, counts and
// one-hot codes are. Not here: what skips them (kernels/sparse.hpp).

#include <cstddef>

#include <kiln/kernels/sparse.hpp>
#include <kiln/layers/dense.hpp>

namespace kiln {

/// Most of the layer's inputs are zero: they are skipped, in inference and in training, which then
/// cost what the others cost. The results are those of the layer without this, bit for bit (where a
/// sum is zero, its sign may differ). Inputs are counted first, and where too few of them are zero
/// the products run as without this: dense data costs at most 1.05×.
///
/// Requires finite weights and deltas: a zero need not meet its weight, so 0·inf may be 0.
struct Sparse {
  static constexpr std::size_t rows_of_a_share = 64;  ///< dW is split over threads at multiples

  /// X·W, of many rows.
  template <std::size_t Width, std::size_t Chains, class Arch, class Depth, class Left, class T,
            class Epilogue>
  static constexpr void forward(std::size_t rows, Depth depth, Left x, const T* w,
                                const Epilogue& epilogue) {
    multiply_sparse<Width, Chains, Arch>(rows, depth, x, w, epilogue);
  }
  /// X·W, of one row.
  template <std::size_t Depth, std::size_t Width, std::size_t Chains, class Arch, class Left,
            class T, class Epilogue>
  static constexpr void forward_row(Left x, const T* w, const Epilogue& epilogue) {
    multiply_sparse_row<Width, Chains, Arch>(Depth, x, w, epilogue);
  }
  /// Xᵀ·D.
  template <std::size_t Width, class Arch, class Rows, class Left, class T, class Epilogue>
  static constexpr void weight_gradient(Rows rows, std::size_t depth, Left x, const T* d,
                                        const Epilogue& epilogue) {
    multiply_sparse_transposed<Width, Arch>(rows, depth, x, d, epilogue);
  }
};

}  // namespace kiln
