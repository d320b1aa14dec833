// SPDX-License-Identifier: MIT
#pragma once
// Types of elements in files, their names and sizes, and numbers to and from little-endian bytes.
// Source: the safetensors format, "dtype".

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include <kiln/simd/bit_cast.hpp>

namespace kiln {

/// Type of an element in a file, by its name in safetensors. kiln calculates with f32 and f64; the
/// others can be listed, and their bytes taken out.
enum class Dtype : std::uint8_t {
  f64,
  f32,
  f16,
  bf16,
  f8_e5m2,
  f8_e4m3,
  c64,
  i64,
  i32,
  i16,
  i8,
  u64,
  u32,
  u16,
  u8,
  boolean
};

namespace dtype_detail {
struct Entry {
  std::string_view name;
  std::size_t size;
};
// In the order of Dtype.
inline constexpr std::array<Entry, 16> entries{{
    {"F64", 8},
    {"F32", 4},
    {"F16", 2},
    {"BF16", 2},
    {"F8_E5M2", 1},
    {"F8_E4M3", 1},
    {"C64", 8},
    {"I64", 8},
    {"I32", 4},
    {"I16", 2},
    {"I8", 1},
    {"U64", 8},
    {"U32", 4},
    {"U16", 2},
    {"U8", 1},
    {"BOOL", 1},
}};
}  // namespace dtype_detail

/// The name in safetensors: "F32".
constexpr std::string_view name(Dtype type) {
  return dtype_detail::entries[static_cast<std::size_t>(type)].name;
}

/// Bytes of one element.
constexpr std::size_t size(Dtype type) {
  return dtype_detail::entries[static_cast<std::size_t>(type)].size;
}

/// The type of this name, or nothing.
constexpr std::optional<Dtype> dtype_named(std::string_view wanted) {
  for (std::size_t i = 0; i < dtype_detail::entries.size(); ++i) {
    if (dtype_detail::entries[i].name == wanted) return static_cast<Dtype>(i);
  }
  return std::nullopt;
}

/// The type that holds a `T`, which is float or double.
template <class T>
inline constexpr Dtype dtype_of = sizeof(T) == 4 ? Dtype::f32 : Dtype::f64;

/// The number that stands little-endian in the first bytes. Requires sizeof(T) bytes.
template <class T>
constexpr T from_little_endian(std::span<const std::byte> bytes) {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  Bits bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) bits |= static_cast<Bits>(bytes[i]) << (8 * i);
  return simd::bit_cast<T>(bits);
}

/// Writes a number little-endian into the first bytes. Requires sizeof(T) bytes.
template <class T>
constexpr void to_little_endian(T value, std::span<std::byte> bytes) {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  const Bits bits = simd::bit_cast<Bits>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<std::byte>(bits >> (8 * i));
}

}  // namespace kiln
