// SPDX-License-Identifier: MIT
#pragma once
// A strip: a compile-time number of neighbouring elements held in registers, the widest first,
// then one that may be narrower and partial, so that a row of any width is loaded and stored
// exactly, without padding and without touching its neighbours.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <kiln/simd/lanes.hpp>

namespace kiln::simd {

namespace strip_detail {
/// The lanes of a register from `First` on as a narrower one; the first ones by no instruction.
template <class To, std::size_t First = 0, class V>
KILN_INLINE To some_lanes(const V& x) {
  if constexpr (sizeof(To) == sizeof(V)) {
    return x;
  } else {
#if defined(__GNUC__) || defined(__clang__)  // at the cast intrinsics g++ 12 warns in users' code
    return [&]<std::size_t... I>(std::index_sequence<I...>) KILN_INLINE_LAMBDA {
      return To(__builtin_shufflevector(x.data, x.data, (First + I)...));
    }
    (std::make_index_sequence<To::size>());
#else
    alignas(64) scalar_of<V> all[V::size];
    x.store_aligned(all);
    return To::load_unaligned(all + First);
#endif
  }
}
}  // namespace strip_detail

/// `N` neighbouring elements in one register of `Arch`, N at most its lanes. The lanes beyond N
/// are zero after `load` and ignored by `store`.
template <class T, class Arch, std::size_t N>
struct Segment {
  static_assert(N >= 1 && N <= lanes<T, Arch>);
  using Vector = Lanes<T, Arch>;           ///< the register
  static constexpr std::size_t count = N;  ///< elements in use

  /// Reads N elements.
  static KILN_INLINE constexpr Vector load(const T* from) {
    if constexpr (!vectorised<T, Arch>) return *from;
    else if constexpr (N == Vector::size) return Vector::load_unaligned(from);
    else return load_part(from);
  }

  /// Writes N elements.
  static KILN_INLINE constexpr void store(T* to, const Vector& x) {
    if constexpr (!vectorised<T, Arch>) *to = x;
    else if constexpr (N == Vector::size) x.store_unaligned(to);
    else store_part(to, x);
  }

  /// The same, for memory of which what lies behind is read next: in pieces where AVX-512 would
  /// write under a mask, since a read of anything that such a store's whole register covers waits
  /// until it is done (a step on 784 × 10 weights 1.4 to 7×, the more the fewer samples).
  static KILN_INLINE constexpr void store_apart(T* to, const Vector& x) {
#if defined(__AVX512VL__)
    if constexpr (vectorised<T, Arch> && bytes >= 32 && N < lanes<T, Arch>) {
      using Part = Lanes<T, half<Arch>>;
      constexpr std::size_t first = std::min(N, Part::size);
      Segment<T, half<Arch>, first>::store_apart(to, strip_detail::some_lanes<Part>(x));
      if constexpr (N > first) {
        Segment<T, half<Arch>, N - first>::store_apart(to + first,
                                                       strip_detail::some_lanes<Part, first>(x));
      }
      return;
    }
#endif
    store(to, x);
  }

 private:
  static constexpr bool is_float = std::is_same_v<T, float>;
  static constexpr std::size_t bytes = sizeof(T) * lanes<T, Arch>;

  static KILN_INLINE Vector load_part(const T* from) {
#if defined(__AVX512VL__)
    [[maybe_unused]] constexpr auto mask = static_cast<__mmask16>((1U << N) - 1);
    if constexpr (bytes == 64 && is_float) return _mm512_maskz_loadu_ps(mask, from);
    else if constexpr (bytes == 64) return _mm512_maskz_loadu_pd(mask, from);
    else if constexpr (bytes == 32 && is_float) return _mm256_maskz_loadu_ps(mask, from);
    else if constexpr (bytes == 32) return _mm256_maskz_loadu_pd(mask, from);
    else
#elif defined(__AVX__)
    if constexpr (bytes == 32 && is_float) return _mm256_maskload_ps(from, sign_mask());
    else if constexpr (bytes == 32) return _mm256_maskload_pd(from, sign_mask());
    else
#endif
#if defined(__SSE2__)
        if constexpr (bytes == 16 && is_float) {
      const auto pair = [&] {
        return _mm_loadl_pi(_mm_setzero_ps(), reinterpret_cast<const __m64*>(from));
      };
      if constexpr (N == 1) return _mm_load_ss(from);
      else if constexpr (N == 2) return pair();
      else return _mm_movelh_ps(pair(), _mm_load_ss(from + 2));
    } else if constexpr (bytes == 16) {
      return _mm_load_sd(from);
    } else
#endif
    {
      alignas(64) T buffer[Vector::size] = {};
      for (std::size_t i = 0; i < N; ++i) buffer[i] = from[i];
      return Vector::load_aligned(buffer);
    }
  }

  static KILN_INLINE void store_part(T* to, const Vector& x) {
#if defined(__AVX512VL__)
    [[maybe_unused]] constexpr auto mask = static_cast<__mmask16>((1U << N) - 1);
    if constexpr (bytes == 64 && is_float) _mm512_mask_storeu_ps(to, mask, x);
    else if constexpr (bytes == 64) _mm512_mask_storeu_pd(to, mask, x);
    else if constexpr (bytes == 32 && is_float) _mm256_mask_storeu_ps(to, mask, x);
    else if constexpr (bytes == 32) _mm256_mask_storeu_pd(to, mask, x);
    else
#endif
#if defined(__SSE2__)
        if constexpr (bytes == 16 && is_float) {
      const __m128 v = x;
      if constexpr (N == 1) _mm_store_ss(to, v);
      else _mm_storel_pi(reinterpret_cast<__m64*>(to), v);
      if constexpr (N == 3) _mm_store_ss(to + 2, _mm_movehl_ps(v, v));
    } else if constexpr (bytes == 16) {
      _mm_store_sd(to, x);
    } else
#endif
    {
      alignas(64) T buffer[Vector::size];
      x.store_aligned(buffer);
      for (std::size_t i = 0; i < N; ++i) to[i] = buffer[i];
    }
  }

#if defined(__AVX__)
  // Not a static of sign_mask: no function with one is non-blocking in clang's eyes.
  template <class Word>
  alignas(32) static constexpr auto mask = [] {
    std::array<Word, 32 / sizeof(T)> word{};
    for (std::size_t i = 0; i < N; ++i) word[i] = -1;
    return word;
  }();

  /// All bits of the first N elements.
  static KILN_INLINE __m256i sign_mask() {
    using Word = std::conditional_t<is_float, std::int32_t, std::int64_t>;
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(mask<Word>.data()));
  }
#endif
};

namespace strip_detail {
/// The set with the narrowest registers that still hold `Count` elements.
template <class T, class Arch, std::size_t Count, class Half = half<Arch>>
struct Narrowest : Narrowest<T, Half, Count> {
  static_assert(Count <= lanes<T, Half>);
};
template <class T, class Arch, std::size_t Count, class Half>
requires(std::is_void_v<Half> || Count > lanes<T, Half>) struct Narrowest<T, Arch, Count, Half> {
  using type = Arch;
};
}  // namespace strip_detail

/// `Count` neighbouring elements: full registers of `Arch`, then the narrowest one that holds the
/// rest. One register for the rest costs one fma; where the widest registers are the only ones that
/// execute at their full rate beside each other (Intel's AVX-512) every further one would cost as
/// much as a wide one.
template <class T, class Arch, std::size_t Count>
struct Strip {
  static constexpr std::size_t width = lanes<T, Arch>;       ///< of the widest register
  static constexpr std::size_t whole = Count / width;        ///< how many of those are full
  static constexpr std::size_t rest = Count % width;         ///< elements beyond them
  static constexpr std::size_t used = rest == 0 ? 1 : rest;  // so that the types below exist
  using Whole = Segment<T, Arch, width>;
  using EndArch = typename strip_detail::Narrowest<T, Arch, used>::type;
  using End = Segment<T, EndArch, used>;
  using WholeEnd = Segment<T, EndArch, lanes<T, EndArch>>;
  struct Nothing {};  ///< where there is no rest

  std::array<Lanes<T, Arch>, whole> wide;
  [[no_unique_address]] std::conditional_t<(rest > 0), Lanes<T, EndArch>, Nothing> end;

  /// How many registers the strip takes.
  static constexpr std::size_t registers = whole + (rest > 0 ? 1 : 0);

  /// Sets each register to f(segment, offset), offset counting elements.
  template <class F>
  KILN_INLINE void fill(const F& f) {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) wide[v] = f(Whole{}, v * width);
    if constexpr (rest > 0) end = f(End{}, whole * width);
  }

  /// Calls f(segment, register, offset) for each register.
  template <class F>
  KILN_INLINE void drain(const F& f) const {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) f(Whole{}, wide[v], v * width);
    if constexpr (rest > 0) f(End{}, end, whole * width);
  }

  /// Reads the strip.
  KILN_INLINE void load(const T* from) {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) wide[v] = Whole::load(from + v * width);
    if constexpr (rest > 0) end = End::load(from + whole * width);
  }

  /// Elements from one row to the next where rows are padded to whole registers.
  static constexpr std::size_t padded = registers * width;

  /// Reads a row that is padded to whole registers: what lies beyond the strip is ignored.
  KILN_INLINE void load_padded(const T* from) {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) wide[v] = Whole::load(from + v * width);
    if constexpr (rest > 0) end = WholeEnd::load(from + whole * width);
  }

  /// Writes one.
  KILN_INLINE void store_padded(T* to) const {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) Whole::store(to + v * width, wide[v]);
    if constexpr (rest > 0) WholeEnd::store(to + whole * width, end);
  }

  /// this += scalar · row, one fma for each register. The scalar is spread once, by its load:
  /// spread again for the narrower end it would cost two shuffles for every row of a tile (1.5× at
  /// 50 columns).
  KILN_INLINE void add_product(const T& scalar, const Strip& row) {
    if constexpr (whole > 0) {
      const Lanes<T, Arch> factor(scalar);
      KILN_UNROLL
      for (std::size_t v = 0; v < whole; ++v) wide[v] = simd::fma(factor, row.wide[v], wide[v]);
      if constexpr (rest > 0) {
        end = simd::fma(strip_detail::some_lanes<Lanes<T, EndArch>>(factor), row.end, end);
      }
    } else {
      end = simd::fma(Lanes<T, EndArch>(scalar), row.end, end);
    }
  }

  /// this += other.
  KILN_INLINE void add(const Strip& other) {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) wide[v] = wide[v] + other.wide[v];
    if constexpr (rest > 0) end = end + other.end;
  }

  /// Pins every register, so that a row loaded once serves several tiles rows (see pin).
  KILN_INLINE void keep() {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) simd::pin(wide[v]);
    if constexpr (rest > 0) simd::pin(end);
  }
};

}  // namespace kiln::simd
