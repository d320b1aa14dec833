// SPDX-License-Identifier: MIT
#pragma once
// The product of one row and a matrix, x·W: what a net does with one sample. Its time is that of
// reading W. Not here: many rows (matmul.hpp), whose bits these are.

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <kiln/kernels/chains.hpp>
#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/simd/lines.hpp>
#include <kiln/simd/strip.hpp>

namespace kiln {

namespace matvec_detail {
/// The sums of `Count` neighbouring outputs, out of rows of `Width`.
template <class T, class Arch, std::size_t Width, std::size_t Count, std::size_t Chains>
class Sums {
  using Strip = simd::Strip<T, Arch, Count>;

 public:
  template <class Epilogue>
  KILN_INLINE void start(const Epilogue& epilogue, std::size_t column) {
    sum_[0].fill([&](auto segment, std::size_t offset)
                     KILN_INLINE_LAMBDA { return epilogue.start(segment, 0, column + offset); });
    KILN_UNROLL
    for (std::size_t c = 1; c < Chains; ++c) {
      sum_[c].fill([](auto segment, std::size_t)
                       KILN_INLINE_LAMBDA { return typename decltype(segment)::Vector(T(0)); });
    }
  }

  /// Adds all terms, one row of b after the other.
  KILN_INLINE void add(std::size_t depth, Operand<T> a, const T* b) {
    // g++ 12 -O3 would shuffle the factors out of the registers of the layer before: 1.4× for
    // 8-16-16-4, whose loads are free.
    simd::hide(a.data);
    std::size_t k = 0;
    if constexpr (simd::reads_lines<T, Arch>) {
      if constexpr (Lines::period > 1 && 2 * Width > Lines::size) {
        if (depth * Width * sizeof(T) >= least_bytes && Lines::begins_on_line(b)) {
          k = add_lines(depth, a, b);
          a = a.from(0, k);
          b += k * Width;
        }
      }
    }
    const auto add_term = [&](std::size_t c) KILN_INLINE_LAMBDA {
      Strip row;
      row.load(b);
      sum_[c].add_product(a(0, 0), row);
      a.data += a.step;
      b += Width;
    };
    for (; k + Chains <= depth; k += Chains) {
      KILN_UNROLL
      for (std::size_t c = 0; c < Chains; ++c) add_term(c);
    }
    KILN_UNROLL
    for (std::size_t c = 0; c + 1 < Chains; ++c) {
      if (k + c < depth) add_term(c);
    }
  }

  template <class Epilogue>
  KILN_INLINE void finish(const Epilogue& epilogue, std::size_t column) {
    join(sum_);
    sum_[0].drain([&](auto segment, const auto& total, std::size_t offset)
                      KILN_INLINE_LAMBDA { epilogue.finish(segment, total, 0, column + offset); });
  }

 private:
  using Lines = simd::LineReader<T, Arch, Width, Count>;
  using Row = typename Lines::Row;
  /// From here on W comes from the second-level cache, where whole lines are up to twice as fast
  /// as reads across lines; from the first they are up to half slower (bench/kernels/matvec).
  static constexpr std::size_t least_bytes = 16384;

  /// The terms of all rows whose lines lie within b; returns how many.
  KILN_INLINE std::size_t add_lines(std::size_t depth, Operand<T> a, const T* b) {
    constexpr std::size_t step = Lines::period > Chains ? Lines::period : Chains;
    constexpr std::size_t behind = (Lines::size - 1 + Width - 1) / Width;  // in the last row's line
    std::array<Row, Chains> sum;
    KILN_UNROLL
    for (std::size_t c = 0; c < Chains; ++c) sum[c] = Lines::from(sum_[c]);
    const std::size_t end = depth % Lines::period == 0 ? depth : depth - behind;
    const std::size_t rows = end - end % Chains;
    for (std::size_t k = 0; k < rows; k += step, b += step * Width) {
      Lines lines;
      [&]<std::size_t... R>(std::index_sequence<R...>) KILN_INLINE_LAMBDA {
        (void)((k + R < rows &&
                (add_row(sum[R % Chains], a(0, k + R), lines.template row<R>(b)), true)) &&
               ...);
      }
      (std::make_index_sequence<step>());
    }
    KILN_UNROLL
    for (std::size_t c = 0; c < Chains; ++c) Lines::to(sum[c], sum_[c]);
    return rows;
  }

  static KILN_INLINE void add_row(Row& sum, T factor, const Row& row) {
    const typename Lines::Vector factors(factor);
    KILN_UNROLL
    for (std::size_t v = 0; v < sum.size(); ++v) sum[v] = simd::fma(factors, row[v], sum[v]);
  }

  std::array<Strip, Chains> sum_;
};

/// Columns [column, column + Count).
template <class Arch, std::size_t Width, std::size_t Count, std::size_t Chains, class T,
          class Epilogue>
KILN_INLINE void columns(std::size_t depth, Operand<T> a, const T* b, const Epilogue& epilogue,
                         std::size_t column) {
  Sums<T, Arch, Width, Count, Chains> sums;
  sums.start(epilogue, column);
  sums.add(depth, a, b + column);
  sums.finish(epilogue, column);
}
}  // namespace matvec_detail

/// Outputs j = Σₖ a(0, k)·b[k·Width + j] for j < Width, handed to the epilogue as row 0: the bits
/// of multiply.
///
/// Shapes   a: 1 × depth,  b: depth × Width.
/// Cost     2·depth·Width FLOPs, and one pass over b for each half of the registers.
template <std::size_t Width, std::size_t Chains = 1, class Arch = simd::default_arch, class T,
          class Epilogue>
constexpr void multiply_row(std::size_t depth, Operand<T> a, const T* b, const Epilogue& epilogue) {
  if constexpr (simd::vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      // Passes of equal width: a last one of few columns would wait for its sums.
      constexpr std::size_t lanes = simd::lanes<T, Arch>, registers = (Width + lanes - 1) / lanes;
      constexpr std::size_t most = simd::register_count<Arch> / 2;
      constexpr std::size_t passes = (registers + most - 1) / most;
      constexpr std::size_t full = (registers + passes - 1) / passes * lanes;
      constexpr std::size_t last = Width - full * ((Width - 1) / full);
      if constexpr (passes > 1) {
        for (std::size_t j = 0; j < Width - last; j += full) {
          matvec_detail::columns<Arch, Width, full, Chains>(depth, a, b, epilogue, j);
        }
      }
      matvec_detail::columns<Arch, Width, last, Chains>(depth, a, b, epilogue, Width - last);
      return;
    }
  }
  naive::multiply<Chains, Arch>(1, depth, Width, a, {b, Width, 1}, epilogue);
}

}  // namespace kiln
