// SPDX-License-Identifier: MIT
#pragma once
// Digits of 8 × 8 black and white pixels, for nets that are trained by the compiler: drawn from one
// picture of each digit, shifted by up to a pixel, some pixels flipped.

#include <kiln/kiln.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace examples {

/// One picture of each digit, 5 × 7 pixels; a bit is a pixel, the left column the highest bit.
inline constexpr std::uint8_t pictures[10][7] = {
    {0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110},
    {0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110},
    {0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111},
    {0b11110, 0b00001, 0b00001, 0b01110, 0b00001, 0b00001, 0b11110},
    {0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010},
    {0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110},
    {0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110},
    {0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000},
    {0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110},
    {0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100}};

/// Draws digit `label` into 64 pixels: 1 is ink, 0 paper. One pixel in 32 is flipped.
template <class Engine>
constexpr void draw_tiny_digit(Engine& engine, std::size_t label, float* pixels) {
  const std::size_t left = 1 + kiln::uniform_index(engine, 2), top = kiln::uniform_index(engine, 2);
  for (std::size_t i = 0; i < 64; ++i) pixels[i] = 0;
  for (std::size_t row = 0; row < 7; ++row) {
    for (std::size_t column = 0; column < 5; ++column) {
      const bool black = (pictures[label][row] >> (4 - column) & 1) != 0;
      pixels[(top + row) * 8 + left + column] = black ? 1.0F : 0.0F;
    }
  }
  for (int flip = 0; flip < 2; ++flip) {
    float& pixel = pixels[kiln::uniform_index(engine, 64)];
    pixel = 1.0F - pixel;
  }
}

/// `Count` digits with their labels.
template <std::size_t Count>
struct TinyDigits {
  std::array<float, Count * 64> pixels{};  ///< Count × 64
  std::array<std::uint8_t, Count> labels{};

  /// Draws all anew.
  template <class Engine>
  constexpr void draw(Engine& engine) {
    for (std::size_t i = 0; i < Count; ++i) {
      labels[i] = static_cast<std::uint8_t>(kiln::uniform_index(engine, 10));
      draw_tiny_digit(engine, labels[i], pixels.data() + 64 * i);
    }
  }
};

}  // namespace examples
