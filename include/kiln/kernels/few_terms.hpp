// SPDX-License-Identifier: MIT
#pragma once
// A product of few terms, such as the gradient of a layer's weights over one sample or a few: an
// outer product, or a few of them. Its time is that of writing the result, so the right operand
// waits in registers while row after row is written. Not here: deep products (matmul.hpp).

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/known.hpp>
#include <kiln/kernels/operand.hpp>
#include <kiln/kernels/tile.hpp>
#include <kiln/simd/strip.hpp>

namespace kiln {

/// Up to how many terms an ordinary panel of the right operand fits the registers beside the sums.
inline constexpr std::size_t few_terms = 6;

/// Up to how many terms products of `Width` columns have few: 9 in narrower panels, of three of 32
/// registers or one of 16, where that gains. It does not where two of those panels take the place
/// of one (four registers of 32, two to 32 of 16), and one column's rows fill registers better
/// (swapped.hpp).
template <std::size_t Width, class Arch, class T>
inline constexpr std::size_t fitting_terms = [] {
  constexpr std::size_t registers = (Width + simd::lanes<T, Arch> - 1) / simd::lanes<T, Arch>;
  if (Width == 1) return few_terms;
  if (simd::register_count<Arch> >= 32) return registers != 4 ? std::size_t{9} : few_terms;
  return registers == 1 ? std::size_t{9} : registers > 32 ? std::size_t{8} : few_terms;
}();

namespace few_terms_detail {
/// Columns of a panel: an ordinary one's, or of more terms fewer, evened out.
template <std::size_t Width, std::size_t Depth, class Arch, class T>
inline constexpr std::size_t panel = [] {
  constexpr std::size_t lanes = simd::lanes<T, Arch>, all = (Width + lanes - 1) / lanes;
  constexpr std::size_t most = simd::register_count<Arch> >= 32 ? 3 : 1;
  constexpr std::size_t count = (all + most - 1) / most;
  return Depth > few_terms ? (all + count - 1) / count * lanes : Tiling<T, Arch>::panel;
}();

/// Rows [i, end) of columns [column, column + Width). `distant`: the rows are not in the nearest
/// cache.
template <class Arch, std::size_t Width, std::size_t Depth, class Left, class T, class Epilogue>
KILN_INLINE void in_panel(std::size_t i, std::size_t end, Left a, const T* b, std::size_t b_row,
                          const Epilogue& epilogue, std::size_t column, bool distant) {
  using Strip = simd::Strip<T, Arch, Width>;
  std::array<Strip, Depth> right;
  KILN_UNROLL
  for (std::size_t k = 0; k < Depth; ++k) right[k].load(b + k * b_row + column);
  const auto begin = [&](Strip& sum, std::size_t row) KILN_INLINE_LAMBDA {
    sum.fill([&](auto segment, std::size_t j)
                 KILN_INLINE_LAMBDA { return epilogue.start(segment, row, column + j); });
  };
  // What a row begins with is read before the row above is written, which may go by a mask: behind
  // such a store it waits for it (+= of three terms, AVX-512: 10 columns 9×, 61 columns 2.6×).
  constexpr std::size_t registers = Strip::registers;
  constexpr bool early =
      Width % simd::lanes<T, Arch> != 0 && registers * (Depth + 2) < simd::register_count<Arch>;
  a = a.from(i, 0);
  [[maybe_unused]] Strip next;
  if constexpr (early) {
    if (i < end) begin(next, i);
  }
  for (; i < end; ++i) {
    if (distant) prefetch<Width>(epilogue, i, column, 1);
    Strip sum;
    if constexpr (early) {
      sum = next;
      begin(next, i + 1 < end ? i + 1 : i);
    } else {
      begin(sum, i);
    }
    KILN_UNROLL
    for (std::size_t k = 0; k < Depth; ++k) sum.add_product(a(0, k), right[k]);
    sum.drain([&](auto segment, const auto& total, std::size_t j)
                  KILN_INLINE_LAMBDA { epilogue.finish(segment, total, i, column + j); });
    a.data += a.row;
    if constexpr (Depth == 1) simd::hide(a.data);  // or it is addressed in two parts: 1.1×
  }
}

/// Some rows at a time, so that the lines which two panels share are still near.
template <class Arch, std::size_t Width, std::size_t Depth, class Left, class T, class Epilogue>
KILN_NOINLINE void in_panels(std::size_t rows, Left a, const T* b, const Epilogue& epilogue) {
  constexpr std::size_t full = panel<Width, Depth, Arch, T>, rest = Width % full;
  const bool distant = rows * Width * sizeof(T) > 32768 && is_distant(epilogue, rows, 1);
  const Epilogue own = epilogue;  // g++ would read its pointers again after each store
  if constexpr (Width <= full) {
    in_panel<Arch, Width, Depth>(0, rows, a, b, Width, own, 0, distant);
  } else {
    constexpr std::size_t block = 8;
    for (std::size_t i = 0; i < rows; i += block) {
      const std::size_t end = rows - i < block ? rows : i + block;
      for (std::size_t j = 0; j + full <= Width; j += full) {
        in_panel<Arch, full, Depth>(i, end, a, b, Width, own, j, distant);
      }
      if constexpr (rest > 0) {
        in_panel<Arch, rest, Depth>(i, end, a, b, Width, own, Width - rest, distant);
      }
    }
  }
}
}  // namespace few_terms_detail

/// Whether `multiply_few_terms` is the faster way to sums of `depth` terms: 1.1 to 3× (the more the
/// fewer rows and terms, bench/kernels/sweep).
template <std::size_t Width, class Arch, class T>
constexpr bool has_few_terms(std::size_t depth) {
  return depth > 0 && depth <= fitting_terms<Width, Arch, T>;
}

/// The same, of a depth that its type may know.
template <std::size_t Width, class Arch, class T, class Depth>
inline constexpr Holds few_terms_hold = holds<Depth>([](std::size_t depth) {
  return has_few_terms<Width, Arch, T>(depth);
});

/// Outputs (i, j) = Σₖ a(i, k)·b[k·Width + j] for i < rows, j < Width, handed to the epilogue: the
/// bits of `multiply`. For has_few_terms.
///
/// Shapes   a: rows × depth,  b: depth × Width.
/// Cost     one pass over the result, and 2·rows·depth·Width FLOPs.
template <std::size_t Width, class Arch, class Depth, class Left, class T, class Epilogue>
KILN_INLINE void multiply_few_terms(std::size_t rows, Depth depth, Left a, const T* b,
                                    const Epilogue& epilogue) {
  using few_terms_detail::in_panels;
  if constexpr (std::is_integral_v<Depth>) {
    [&]<std::size_t... I>(std::index_sequence<I...>) KILN_INLINE_LAMBDA {
      (void)((number(depth) == I + 1 &&
              (in_panels<Arch, Width, I + 1>(rows, a, b, epilogue), true)) ||
             ...);
    }
    (std::make_index_sequence<fitting_terms<Width, Arch, T>>());
  } else {
    in_panels<Arch, Width, Depth::value>(rows, a, b, epilogue);
  }
}

}  // namespace kiln
