// SPDX-License-Identifier: MIT
#pragma once
// A strip: a compile-time number of neighbouring elements held in registers, the widest first,
// then ever narrower ones and at last a partial one, so that a row of any width is loaded and
// stored exactly, without padding and without touching its neighbours.
// 1.14× over padding 50 to 64, level with it at multiples of the vector.

#include <array>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include <kiln/simd/lanes.hpp>

namespace kiln::simd {

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

 private:
  static KILN_INLINE Vector load_part(const T* from) {
#if defined(__SSE2__)
    if constexpr (sizeof(Vector) == 16 && std::is_same_v<T, float>) {
      const auto pair = [&] {
        return _mm_loadl_pi(_mm_setzero_ps(), reinterpret_cast<const __m64*>(from));
      };
      if constexpr (N == 1) return _mm_load_ss(from);
      else if constexpr (N == 2) return pair();
      else return _mm_movelh_ps(pair(), _mm_load_ss(from + 2));
    } else if constexpr (sizeof(Vector) == 16) {
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
#if defined(__SSE2__)
    if constexpr (sizeof(Vector) == 16 && std::is_same_v<T, float>) {
      const __m128 v = x;
      if constexpr (N == 1) _mm_store_ss(to, v);
      else _mm_storel_pi(reinterpret_cast<__m64*>(to), v);
      if constexpr (N == 3) _mm_store_ss(to + 2, _mm_movehl_ps(v, v));
    } else if constexpr (sizeof(Vector) == 16) {
      _mm_store_sd(to, x);
    } else
#endif
    {
      alignas(64) T buffer[Vector::size];
      x.store_aligned(buffer);
      for (std::size_t i = 0; i < N; ++i) to[i] = buffer[i];
    }
  }
};

/// `Count` neighbouring elements in as few registers as it takes; no register at all for 0.
template <class T, class Arch, std::size_t Count>
struct Strip {
  static constexpr std::size_t width = lanes<T, Arch>;           ///< of the widest register
  static constexpr std::size_t whole = Count / width;            ///< how many of those are full
  static constexpr std::size_t rest = Count % width;             ///< elements beyond them
  static constexpr bool narrower = !std::is_void_v<half<Arch>>;  ///< the rest in half registers
  using Whole = Segment<T, Arch, width>;
  using End = std::conditional_t<(rest == 0), Strip<T, Arch, 0>,
                                 Strip<T, std::conditional_t<narrower, half<Arch>, Arch>, rest>>;

  std::array<Lanes<T, Arch>, whole> wide;
  [[no_unique_address]] End end;

  /// How many registers the strip takes.
  static constexpr std::size_t registers = whole + End::registers;

  /// Sets each register to f(segment, offset), offset counting elements.
  template <class F>
  KILN_INLINE void fill(const F& f, std::size_t offset = 0) {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) wide[v] = f(Whole{}, offset + v * width);
    end.fill(f, offset + whole * width);
  }

  /// Calls f(segment, register, offset) for each register.
  template <class F>
  KILN_INLINE void drain(const F& f, std::size_t offset = 0) const {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) f(Whole{}, wide[v], offset + v * width);
    end.drain(f, offset + whole * width);
  }

  /// Reads the strip.
  KILN_INLINE void load(const T* from) {
    fill([from](auto segment, std::size_t offset)
             KILN_INLINE_LAMBDA { return segment.load(from + offset); });
  }

  /// this += scalar · row, one fma for each register.
  KILN_INLINE void add_product(const T& scalar, const Strip& row) {
    if constexpr (whole > 0) {
      const Lanes<T, Arch> factor(scalar);
      KILN_UNROLL
      for (std::size_t v = 0; v < whole; ++v) wide[v] = simd::fma(factor, row.wide[v], wide[v]);
    }
    end.add_product(scalar, row.end);
  }

  /// this += other.
  KILN_INLINE void add(const Strip& other) {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) wide[v] = wide[v] + other.wide[v];
    end.add(other.end);
  }

  /// Pins every register, so that a row loaded once serves several tiles rows (see pin).
  KILN_INLINE void keep() {
    KILN_UNROLL
    for (std::size_t v = 0; v < whole; ++v) simd::pin(wide[v]);
    end.keep();
  }
};

/// The empty strip.
template <class T, class Arch>
struct Strip<T, Arch, 0> {
  static constexpr std::size_t registers = 0;
  template <class F>
  KILN_INLINE void fill(const F&, std::size_t = 0) {}
  template <class F>
  KILN_INLINE void drain(const F&, std::size_t = 0) const {}
  KILN_INLINE void load(const T*) {}
  KILN_INLINE void add_product(const T&, const Strip&) {}
  KILN_INLINE void add(const Strip&) {}
  KILN_INLINE void keep() {}
};

/// Fewer elements than the narrowest register holds.
template <class T, class Arch, std::size_t Count>
requires(Count > 0 && Count < lanes<T, Arch> &&
         std::is_void_v<half<Arch>>) struct Strip<T, Arch, Count> {
  using Part = Segment<T, Arch, Count>;
  static constexpr std::size_t registers = 1;

  Lanes<T, Arch> part;

  template <class F>
  KILN_INLINE void fill(const F& f, std::size_t offset = 0) {
    part = f(Part{}, offset);
  }
  template <class F>
  KILN_INLINE void drain(const F& f, std::size_t offset = 0) const {
    f(Part{}, part, offset);
  }
  KILN_INLINE void load(const T* from) { part = Part::load(from); }
  KILN_INLINE void add_product(const T& scalar, const Strip& row) {
    part = simd::fma(Lanes<T, Arch>(scalar), row.part, part);
  }
  KILN_INLINE void add(const Strip& other) { part = part + other.part; }
  KILN_INLINE void keep() { pin(part); }
};

}  // namespace kiln::simd
