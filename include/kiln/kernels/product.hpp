// SPDX-License-Identifier: MIT
#pragma once
// The product of matrices and vectors as tensors: NumPy's `dot` for ranks 1 and 2. Layers do not
// come through here; they call the kernel (matmul.hpp) themselves.

#include <cstddef>
#include <type_traits>

#include <kiln/kernels/chains.hpp>
#include <kiln/kernels/known.hpp>
#include <kiln/kernels/matmul.hpp>
#include <kiln/tensor/elementwise.hpp>

namespace kiln {

namespace product_detail {
template <std::size_t LastOfA, std::size_t FirstOfB>
struct InnerExtents {
  static_assert(LastOfA == FirstOfB,
                "matmul(a, b): a's last axis must be as long as b's first; transpose(b) exchanges "
                "the axes of b");
  static constexpr bool agree = LastOfA == FirstOfB;
};

template <std::size_t Rank>
struct RankOfFactor {
  static_assert(Rank <= 2, "matmul(a, b): both must have rank 1 or 2; reshape what has more");
  static constexpr bool fits = Rank <= 2;
};

template <class T, class U>
struct ScalarsOfFactors {
  static_assert(std::is_same_v<T, U>, "matmul(a, b): both must hold the same scalar");
  static constexpr bool agree = std::is_same_v<T, U>;
};

/// A vector a is a row, a vector b a column; their axis of length 1 is not in the result.
constexpr Shape shape(const Shape& a, const Shape& b) {
  if (a.rank == 1) return b.rank == 1 ? Shape{1} : Shape{b[1]};
  return b.rank == 1 ? Shape{a[0]} : Shape{a[0], b[1]};
}
}  // namespace product_detail

/// The product of two matrices, of a matrix and a vector, or of two vectors (then it is a number).
///
/// Shapes   (m × k)·(k × n) → m × n,  k·(k × n) → n,  (m × k)·k → m,  k·k → a number.
/// Cost     2·m·k·n FLOPs.
template <class Arch = simd::default_arch, AnyTensor A, AnyTensor B>
constexpr auto matmul(const A& a, const B& b) {
  using namespace product_detail;
  using T = element_of<A>;
  constexpr Shape left = A::shape, right = B::shape;
  constexpr std::size_t depth = left[left.rank - 1], rows = A::static_size / depth;
  constexpr std::size_t width = right.rank == 1 ? 1 : right[1];
  BasicTensor<T, product_detail::shape(left, right)> y;
  if constexpr (!RankOfFactor<left.rank>::fits || !RankOfFactor<right.rank>::fits) {
    return y;
  } else if constexpr (!ScalarsOfFactors<T, element_of<B>>::agree) {
    return y;
  } else if constexpr (!InnerExtents<depth, right[0]>::agree) {
    return y;
  } else {
    multiply<width, chain_count(depth, width), Arch>(
        known<rows>, known<depth>, straight<T>(a.data(), depth), static_cast<const T*>(b.data()),
        Store<T>{y.data(), width, nullptr, 0});
    if constexpr (left.rank == 1 && right.rank == 1) return y(0);
    else return y;
  }
}

}  // namespace kiln
