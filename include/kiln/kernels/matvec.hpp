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
#include <kiln/kernels/tile.hpp>
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
  template <class Left>
  KILN_INLINE void add(std::size_t depth, Left a, const T* b) {
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

  /// Between two blocks of terms the sums wait in memory, those of a chain `row` elements behind
  /// those of the one before it.
  KILN_INLINE void wait(T* at, std::size_t row) const {
    KILN_UNROLL
    for (std::size_t c = 0; c < Chains; ++c) sum_[c].store_padded(at + c * row);
  }
  KILN_INLINE void resume(const T* at, std::size_t row) {
    KILN_UNROLL
    for (std::size_t c = 0; c < Chains; ++c) sum_[c].load_padded(at + c * row);
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
  template <class Left>
  KILN_INLINE std::size_t add_lines(std::size_t depth, Left a, const T* b) {
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

/// How a row is cut: into passes of equal width, since a last one of few columns would wait for its
/// sums.
template <class T, class Arch, std::size_t Width>
struct Passes {
  static constexpr std::size_t lanes = simd::lanes<T, Arch>;
  static constexpr std::size_t registers = (Width + lanes - 1) / lanes;
  static constexpr std::size_t most = simd::register_count<Arch> / 2;
  static constexpr std::size_t count = (registers + most - 1) / most;
  static constexpr std::size_t full = (registers + count - 1) / count * lanes;  ///< columns
};

/// Terms [k, k + terms) of the sums of columns [column, column + Count).
template <class Arch, std::size_t Width, std::size_t Count, std::size_t Chains, class Left, class T,
          class Epilogue>
KILN_INLINE void columns(std::size_t k, std::size_t terms, std::size_t depth, Left a, const T* b,
                         const Epilogue& epilogue, std::size_t column, T* waiting,
                         std::size_t row) {
  Sums<T, Arch, Width, Count, Chains> sums;
  sums.resume(waiting + column, row);
  sums.add(terms, a.from(0, k), b + k * Width + column);
  if (k + terms == depth) sums.finish(epilogue, column);
  else sums.wait(waiting + column, row);
}

/// All columns in one pass.
template <class Arch, std::size_t Width, std::size_t Chains, class Left, class T, class Epilogue>
KILN_INLINE void in_one_pass(std::size_t depth, Left a, const T* b, const Epilogue& epilogue) {
  Sums<T, Arch, Width, Width, Chains> sums;
  sums.start(epilogue, 0);
  sums.add(depth, a, b);
  sums.finish(epilogue, 0);
}

/// All columns in several passes. What is too large for the second-level cache is read once from
/// end to end, block by block of rows, and not the left half of each row, then the right: 1.05 to
/// 1.15× for 784-512-512-10.
template <class Arch, std::size_t Width, std::size_t Chains, class Left, class T, class Epilogue>
KILN_INLINE void in_passes(std::size_t depth, Left a, const T* b, const Epilogue& epilogue) {
  using P = Passes<T, Arch, Width>;
  constexpr std::size_t far_bytes = 1 << 20, block = 32, row = P::count * P::full;
  static_assert(block % 16 == 0 && block % Chains == 0, "blocks begin on a line and with sum 0");
  const std::size_t most = depth * Width * sizeof(T) > far_bytes ? block : depth;
  alignas(64) T waiting[Chains * row];
  // Waiting from the beginning: of sums that begin in two ways g++ 12 -O3 warns.
  for_each_panel<Width, P::full>([&]<std::size_t Count>(std::integral_constant<std::size_t, Count>,
                                                        std::size_t j) KILN_INLINE_LAMBDA {
    Sums<T, Arch, Width, Count, Chains> sums;
    sums.start(epilogue, j);
    sums.wait(waiting + j, row);
  });
  std::size_t k = 0;
  do {
    const std::size_t terms = depth - k < most ? depth - k : most;
    for_each_panel<Width, P::full>(
        [&]<std::size_t Count>(std::integral_constant<std::size_t, Count>, std::size_t j)
            KILN_INLINE_LAMBDA {
              columns<Arch, Width, Count, Chains>(k, terms, depth, a, b, epilogue, j, waiting, row);
            });
    k += terms;
  } while (k < depth);
}
}  // namespace matvec_detail

/// Outputs j = Σₖ a(0, k)·b[k·Width + j] for j < Width, handed to the epilogue as row 0: the bits
/// of multiply.
///
/// Shapes   a: 1 × depth,  b: depth × Width.
/// Cost     2·depth·Width FLOPs, and one pass over b for each half of the registers; where that is
///          more than one, Width elements of stack for each chain.
template <std::size_t Width, std::size_t Chains = 1, class Arch = simd::default_arch, class Left,
          class T, class Epilogue>
constexpr void multiply_row(std::size_t depth, Left a, const T* b, const Epilogue& epilogue) {
  if constexpr (simd::vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      if constexpr (matvec_detail::Passes<T, Arch, Width>::count > 1) {
        matvec_detail::in_passes<Arch, Width, Chains>(depth, a, b, epilogue);
      } else {
        matvec_detail::in_one_pass<Arch, Width, Chains>(depth, a, b, epilogue);
      }
      return;
    }
  }
  naive::multiply<Chains, Arch>(1, depth, Width, a, {b, Width, 1}, epilogue);
}

namespace matvec_detail {
/// The registers that few terms are computed in: 256 bits where there are 512.
template <class Arch>
using Narrow = std::conditional_t<simd::is_avx512<Arch>, simd::half<Arch>, Arch>;
}  // namespace matvec_detail

/// Whether `multiply_few` is for a product: its result is waited for longer than it is computed.
template <std::size_t Depth, std::size_t Width, class Arch, class T>
inline constexpr bool is_few = [] {
  if constexpr (simd::vectorised<T, Arch>) {
    constexpr std::size_t lanes = simd::lanes<T, matvec_detail::Narrow<Arch>>;
    return Width <= simd::lanes<T, Arch> && Depth * ((Width + lanes - 1) / lanes) <= 32;
  } else {
    return false;
  }
}();

/// multiply_row for a small matrix, inlined where it is called, and in two registers of 256 bits
/// rather than one of 512, whose sums and divisions take longer: 1.2× for 8-16-16-4 where each
/// output is the next input, and as many calls a second where not (bench/net/predict).
///
/// Shapes   x: Depth,  b: Depth × Width.
template <std::size_t Depth, std::size_t Width, std::size_t Chains, class Arch, class Left, class T,
          class Epilogue>
KILN_INLINE constexpr void multiply_few(Left x, const T* b, const Epilogue& epilogue) {
  if constexpr (simd::vectorised<T, Arch>) {
    if (!std::is_constant_evaluated()) {
      matvec_detail::in_one_pass<matvec_detail::Narrow<Arch>, Width, Chains>(Depth, x, b, epilogue);
      return;
    }
  }
  naive::multiply<Chains, Arch>(1, Depth, Width, x, {b, Width, 1}, epilogue);
}

}  // namespace kiln
