// SPDX-License-Identifier: MIT
#pragma once
// How a pen writes the ten digits: strokes of quadratic Bézier curves in a unit square, x to the
// right, y down; two ways for each digit. Not here: drawing them (synthetic_digits.hpp).

#include <array>
#include <cstddef>

namespace kiln::glyphs {

/// A point of the unit square, or of an image.
struct Point {
  float x = 0;  ///< to the right
  float y = 0;  ///< down
};

inline constexpr std::size_t most_points = 17;  ///< of a stroke
inline constexpr std::size_t most_strokes = 2;  ///< of a glyph
inline constexpr std::size_t ways = 2;          ///< to write a digit

/// One movement of the pen: p0, c0, p1, c1, p2, …: curves from p to p, each bent towards the c
/// between. A straight line has its c in the middle.
struct Stroke {
  std::size_t count = 0;                    ///< points used: odd, or 0 for no stroke
  std::array<Point, most_points> points{};  ///< p0, c0, p1, …
};

/// One way to write a digit.
using Glyph = std::array<Stroke, most_strokes>;

/// The stroke through these points.
template <class... Numbers>
constexpr Stroke curve(Numbers... hundredths) {
  static_assert(sizeof...(Numbers) % 4 == 2,
                "curve: x and y of p0, then of c and p for each curve");
  const int values[] = {hundredths...};
  Stroke stroke{sizeof...(Numbers) / 2, {}};
  for (std::size_t i = 0; i < stroke.count; ++i) {
    stroke.points[i] = {static_cast<float>(values[2 * i]) / 100.0f,
                        static_cast<float>(values[2 * i + 1]) / 100.0f};
  }
  return stroke;
}

/// The stroke of straight lines from corner to corner.
template <class... Numbers>
constexpr Stroke lines(Numbers... hundredths) {
  const int values[] = {hundredths...};
  Stroke stroke{sizeof...(Numbers) - 1, {}};
  for (std::size_t i = 0; i < stroke.count; ++i) {
    const std::size_t a = i / 2, b = (i + 1) / 2;
    stroke.points[i] = {static_cast<float>(values[2 * a] + values[2 * b]) / 200.0f,
                        static_cast<float>(values[2 * a + 1] + values[2 * b + 1]) / 200.0f};
  }
  return stroke;
}

/// The ways to write the digits 0 to 9.
inline constexpr std::array<std::array<Glyph, ways>, 10> digits{{
    {{{curve(50, 8, 22, 8, 22, 50, 22, 92, 50, 92, 78, 92, 78, 50, 78, 8, 50, 8)},
      {curve(62, 10, 30, 8, 26, 46, 24, 90, 46, 92, 72, 92, 74, 48, 74, 10, 52, 12)}}},
    {{{lines(50, 8, 50, 92)}, {lines(32, 28, 52, 8, 52, 92), lines(32, 92, 72, 92)}}},
    {{{curve(25, 28, 27, 8, 50, 8, 76, 8, 75, 32, 74, 52, 25, 92, 52, 92, 78, 92)},
      {curve(24, 22, 40, 4, 60, 10, 80, 20, 66, 50, 50, 84, 32, 90, 16, 88, 26, 76, 44, 70, 80,
             92)}}},
    {{{curve(27, 16, 35, 7, 50, 8, 74, 9, 72, 29, 70, 46, 45, 47, 78, 48, 76, 70, 74, 92, 48, 92,
             30, 92, 24, 80)},
      {curve(25, 8, 48, 8, 72, 8, 60, 25, 47, 42, 78, 42, 76, 68, 74, 92, 48, 92, 30, 92, 24,
             80)}}},
    {{{lines(60, 8, 20, 64, 84, 64), lines(60, 8, 60, 92)},
      {lines(28, 10, 24, 52, 76, 52), lines(72, 8, 68, 92)}}},
    {{{curve(74, 8, 53, 8, 32, 8, 30, 26, 28, 45, 42, 36, 56, 40, 80, 46, 76, 70, 72, 92, 46, 92,
             30, 92, 24, 82)},
      {curve(34, 12, 32, 28, 30, 44, 72, 36, 74, 66, 74, 92, 46, 92, 32, 92, 24, 84),
       lines(34, 12, 76, 8)}}},
    {{{curve(66, 8, 30, 22, 26, 64, 26, 92, 50, 92, 76, 92, 76, 68, 76, 46, 52, 46, 30, 46, 26,
             66)},
      {curve(40, 8, 28, 40, 30, 74, 34, 94, 54, 92, 74, 88, 70, 70, 62, 50, 30, 74)}}},
    {{{curve(24, 8, 50, 8, 77, 8, 55, 40, 42, 92)},
      {curve(24, 14, 50, 8, 76, 10, 64, 40, 54, 92), lines(34, 50, 74, 48)}}},
    {{{curve(50, 48, 71, 46, 71, 28, 71, 8, 50, 8, 29, 8, 29, 28, 29, 46, 50, 48, 76, 50, 76, 70,
             76, 92, 50, 92),
       curve(50, 48, 24, 50, 24, 70, 24, 92, 50, 92)},
      {curve(72, 18, 50, 0, 34, 16, 26, 32, 50, 46, 78, 62, 70, 80, 56, 98, 36, 86, 22, 70, 48, 50,
             72, 36, 72, 18)}}},
    {{{curve(74, 31, 74, 8, 50, 8, 26, 8, 26, 31, 26, 54, 50, 54, 74, 54, 74, 31, 76, 60, 62, 92)},
      {curve(72, 14, 44, 2, 30, 24, 26, 50, 46, 50, 66, 48, 72, 14, 76, 60, 66, 84, 52, 96, 32,
             86)}}},
}};

}  // namespace kiln::glyphs
