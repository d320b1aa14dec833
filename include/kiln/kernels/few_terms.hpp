// SPDX-License-Identifier: MIT
#pragma once
// A product of few terms, such as the gradient of a layer's weights over one sample or a few: an
// outer product, or a few of them. Its time is that of writing the result, so the right operand
// waits in registers while row after row is written. Not here: deep products (matmul.hpp).

#include <array>
#include <cstddef>
#include <type_traits>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/simd/strip.hpp>

namespace kiln {

/// Up to how many terms an ordinary panel of the right operand fits the registers beside the sums.
inline constexpr std::size_t few_terms = 6;

/// Up to how many terms a right operand of `Width` columns does: of three registers 9, where there
/// are 32. Fewer registers are not worth more terms: their sums wait for themselves.
template <std::size_t Width, class Arch, class T>
inline constexpr std::size_t fitting_terms = [] {
  constexpr std::size_t registers = (Width + simd::lanes<T, Arch> - 1) / simd::lanes<T, Arch>;
  return registers == 3 && simd::register_count<Arch> >= 32 ? std::size_t{9} : few_terms;
}();

namespace few_terms_detail {
/// Rows [i, end) of columns [column, column + Width). `distant`: the rows are not in the nearest
/// cache. One term is a compile-time number: a small net that learns from one sample at a time has
/// it.
template <class Arch, std::size_t Width, std::size_t Most, class Depth, class Left, class T,
          class Epilogue>
KILN_INLINE void in_panel(std::size_t i, std::size_t end, Depth depth, Left a, const T* b,
                          std::size_t b_row, const Epilogue& epilogue, std::size_t column,
                          bool distant) {
  using Strip = simd::Strip<T, Arch, Width>;
  constexpr std::size_t most = std::is_same_v<Depth, std::size_t> ? Most : 1;
  std::array<Strip, most> right;
  KILN_UNROLL
  for (std::size_t k = 0; k < most; ++k) right[k].load(b + (k < depth ? k : 0) * b_row + column);
  a = a.from(i, 0);
  for (; i < end; ++i) {
    if (distant) prefetch<Width>(epilogue, i, column, 1);
    Strip sum;
    sum.fill([&](auto segment, std::size_t j)
                 KILN_INLINE_LAMBDA { return epilogue.start(segment, i, column + j); });
    KILN_UNROLL
    for (std::size_t k = 0; k < most; ++k) {
      if (k < depth) sum.add_product(a(0, k), right[k]);
    }
    sum.drain([&](auto segment, const auto& total, std::size_t j)
                  KILN_INLINE_LAMBDA { epilogue.finish(segment, total, i, column + j); });
    a.data += a.row;
    if constexpr (most == 1) simd::hide(a.data);  // or it is addressed in two parts: 1.1×
  }
}

/// Some rows at a time, so that the lines which two panels share are still near.
template <class Arch, std::size_t Width, class Depth, class Left, class T, class Epilogue>
KILN_NOINLINE void in_panels(std::size_t rows, Depth depth, Left a, const T* b,
                             const Epilogue& epilogue) {
  constexpr std::size_t full = Tiling<T, Arch>::panel, rest = Width % full;
  const bool distant = rows * Width * sizeof(T) > 32768 && is_distant(epilogue, rows, 1);
  const Epilogue own = epilogue;  // g++ would read its pointers again after each store
  if constexpr (Width <= full) {
    in_panel<Arch, Width, fitting_terms<Width, Arch, T>>(0, rows, depth, a, b, Width, own, 0,
                                                         distant);
  } else {
    constexpr std::size_t block = 8;
    for (std::size_t i = 0; i < rows; i += block) {
      const std::size_t end = rows - i < block ? rows : i + block;
      for (std::size_t j = 0; j + full <= Width; j += full) {
        in_panel<Arch, full, few_terms>(i, end, depth, a, b, Width, own, j, distant);
      }
      if constexpr (rest > 0) {
        in_panel<Arch, rest, few_terms>(i, end, depth, a, b, Width, own, Width - rest, distant);
      }
    }
  }
}
}  // namespace few_terms_detail

/// Whether `multiply_few_terms` is the faster way to sums of `depth` terms, whatever the
/// columns: 1.1 to 3× (the more the fewer rows and terms, bench/kernels/sweep).
constexpr bool has_few_terms(std::size_t depth) { return depth > 0 && depth <= few_terms; }

/// The same of `Width` columns: a few more of three registers, up to 1.3×.
template <std::size_t Width, class Arch, class T>
constexpr bool has_few_terms_of(std::size_t depth) {
  return depth > 0 && depth <= fitting_terms<Width, Arch, T>;
}

/// Outputs (i, j) = Σₖ a(i, k)·b[k·Width + j] for i < rows, j < Width, handed to the epilogue: the
/// bits of `multiply`. For has_few_terms_of.
///
/// Shapes   a: rows × depth,  b: depth × Width.
/// Cost     one pass over the result, and 2·rows·depth·Width FLOPs.
template <std::size_t Width, class Arch, class Left, class T, class Epilogue>
KILN_INLINE void multiply_few_terms(std::size_t rows, std::size_t depth, Left a, const T* b,
                                    const Epilogue& epilogue) {
  if (depth == 1) {
    few_terms_detail::in_panels<Arch, Width>(rows, std::integral_constant<std::size_t, 1>(), a, b,
                                             epilogue);
  } else {
    few_terms_detail::in_panels<Arch, Width>(rows, depth, a, b, epilogue);
  }
}

}  // namespace kiln
