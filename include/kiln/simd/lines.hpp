// SPDX-License-Identifier: MIT
#pragma once
// Rows of a matrix read by whole cache lines, each loaded once, and shifted into place: where rows
// do not begin on a line, nearly every load of a register would touch two lines.
// Not here: exact reads of any row (strip.hpp).

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>

#include <kiln/simd/strip.hpp>

namespace kiln::simd {

/// True where a register is a cache line and two of them can be shifted by a number of elements.
template <class T, class Arch>
inline constexpr bool reads_lines = vectorised<T, Arch>&& is_avx512<Arch>;

/// Elements [Shift, Shift + lanes) of `low` and, behind it, `high`. AVX-512 only.
template <std::size_t Shift, class V>
KILN_INLINE V shift_elements(const V& low, [[maybe_unused]] const V& high) {
#if defined(__AVX512F__)  // masked, since the unmasked intrinsics make g++ 12 warn in users' code
  if constexpr (Shift > 0 && sizeof(scalar_of<V>) == 4) {
    const __m512i l = _mm512_castps_si512(low), h = _mm512_castps_si512(high);
    return _mm512_castsi512_ps(_mm512_maskz_alignr_epi32(0xffff, h, l, static_cast<int>(Shift)));
  } else if constexpr (Shift > 0) {
    const __m512i l = _mm512_castpd_si512(low), h = _mm512_castpd_si512(high);
    return _mm512_castsi512_pd(_mm512_maskz_alignr_epi64(0xff, h, l, static_cast<int>(Shift)));
  }
#endif
  return low;
}

/// Reads columns [0, Count) of rows that follow one another every `Width` elements, in order, from
/// memory that begins on a line. After `period` rows the next begins on a line again. Lanes beyond
/// Count hold whatever follows in the line; other lines are not touched.
/// 784 × 50 out of the second-level cache: 1.5× over unaligned loads (bench/kernels/matvec).
template <class T, class Arch, std::size_t Width, std::size_t Count>
class LineReader {
 public:
  using Vector = Lanes<T, Arch>;                                       ///< a line
  static constexpr std::size_t size = lanes<T, Arch>;                  ///< elements of a line
  static constexpr std::size_t period = size / std::gcd(Width, size);  ///< rows
  using Row = std::array<Vector, (Count + size - 1) / size>;           ///< the columns of a row

  /// Whether `from` begins on a line.
  static bool begins_on_line(const T* from) {
    return reinterpret_cast<std::uintptr_t>(from) % sizeof(Vector) == 0;
  }

  /// Row number `I` from `period_begin` on; rows must be read in order.
  template <std::size_t I>
  KILN_INLINE Row row(const T* period_begin) {
    constexpr std::size_t begin = I * Width, first = begin / size;
    constexpr std::size_t last = (begin + Count - 1) / size;
    constexpr bool held = I > 0 && (begin - Width + Count - 1) / size == first;
    if constexpr (!held) load(period_begin + first * size);
    Row result;
    KILN_UNROLL
    for (std::size_t v = 0; v < result.size(); ++v) {
      const Vector low = line_;
      if (first + v < last) load(period_begin + (first + v + 1) * size);
      result[v] = simd::shift_elements<begin % size>(low, line_);
    }
    return result;
  }

  /// The elements of a strip in whole registers.
  static KILN_INLINE Row from(const Strip<T, Arch, Count>& strip) {
    Row row;
    KILN_UNROLL
    for (std::size_t v = 0; v < strip.whole; ++v) row[v] = strip.wide[v];
    if constexpr (Count % size > 0) {
      alignas(64) T end[size] = {};
      Strip<T, Arch, Count>::WholeEnd::store(end, strip.end);
      row[strip.whole] = Vector::load_aligned(end);
    }
    return row;
  }

  /// strip ← row.
  static KILN_INLINE void to(const Row& row, Strip<T, Arch, Count>& strip) {
    KILN_UNROLL
    for (std::size_t v = 0; v < strip.whole; ++v) strip.wide[v] = row[v];
    if constexpr (Count % size > 0) {
      alignas(64) T end[size];
      row[strip.whole].store_aligned(end);
      strip.end = Strip<T, Arch, Count>::WholeEnd::load(end);
    }
  }

 private:
  /// Pinned, or g++ 12 folds the load into both shifts that use the line (1.1×).
  KILN_INLINE void load(const T* from) {
    line_ = Vector::load_aligned(from);
    simd::pin(line_);
  }

  Vector line_;
};

}  // namespace kiln::simd
