// SPDX-License-Identifier: MIT
#pragma once
// A data set that needs no file: the ten digits, drawn with a random pen. Bit for bit the same with
// every compiler that has hardware FMA: only +, −, ×, ÷, √ and fma, and random numbers of our own.

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <kiln/data/glyphs.hpp>
#include <kiln/data/labelled_images.hpp>
#include <kiln/random/engine.hpp>
#include <kiln/random/uniform.hpp>
#include <kiln/simd/arch.hpp>
#include <kiln/simd/lanes.hpp>
#include <kiln/tensor/shape.hpp>
#include <kiln/tensor/view.hpp>

namespace kiln {

/// How far the digits stray from their models. Every range is uniform about its middle.
struct DigitStyle {
  float size = 20;        ///< of the unit square the digits are written in, in pixels
  float stretch = 0.2f;   ///< relative, of width and of height
  float shift = 2.75f;    ///< in pixels, each way
  float rotation = 0.3f;  ///< in radians (nearly)
  float shear = 0.3f;     ///< how far the top leans, relative to the height
  float wobble = 0.05f;   ///< of each point of a stroke, relative to the size
  float thin = 1.1f;      ///< the thinnest pen's radius, in pixels
  float thick = 2;        ///< the thickest pen's radius, in pixels
  float faint = 0.75f;    ///< the palest ink; the darkest is 1
  float noise = 0.15f;    ///< added to each pixel, up and down
};

namespace synthetic_digits_detail {

using glyphs::Point;

inline constexpr int side = 28;
using Image = View<float, Shape{1, side, side}>;

// A random number from middle − range to middle + range.
template <class Generator>
KILN_INLINE constexpr float around(Generator& engine, float middle, float range) {
  const float signed_unit = simd::fma(2.0f, kiln::uniform<float>(engine), -1.0f);
  return simd::fma(range, signed_unit, middle);
}

// The affine map from the unit square to the image: (x − ½, y − ½) ↦ matrix · (…) + centre.
struct Placement {
  float xx, xy, yx, yy;
  Point centre;

  KILN_INLINE constexpr Point operator()(float x, float y) const {
    const float u = x - 0.5f, v = y - 0.5f;
    return {simd::fma(xx, u, simd::fma(xy, v, centre.x)),
            simd::fma(yx, u, simd::fma(yy, v, centre.y))};
  }
};

// Shears, stretches, rotates, shifts. The angle is 2·atan(t), without sine and cosine.
template <class Generator>
KILN_INLINE constexpr Placement place(Generator& engine, const DigitStyle& style) {
  const float width = style.size * around(engine, 1.0f, style.stretch);
  const float height = style.size * around(engine, 1.0f, style.stretch);
  const float lean = height * around(engine, 0.0f, style.shear);
  const float t = around(engine, 0.0f, 0.5f * style.rotation);
  constexpr float middle = 0.5f * (side - 1);
  const float x = around(engine, middle, style.shift), y = around(engine, middle, style.shift);
  const float below = simd::fma(t, t, 1.0f);
  const float cosine = simd::fma(-t, t, 1.0f) / below, sine = (t + t) / below;
  return {cosine * width,
          simd::fma(cosine, lean, -(sine * height)),
          sine * width,
          simd::fma(sine, lean, cosine * height),
          {x, y}};
}

// The square of the distance from (x, y) to the segment from a to a + d.
KILN_INLINE constexpr float squared_distance(Point a, Point d, float inverse_square, float x,
                                             float y) {
  const float u = x - a.x, v = y - a.y;
  const float along = simd::fma(u, d.x, v * d.y) * inverse_square;
  const float s = std::min(std::max(along, 0.0f), 1.0f);
  const float du = simd::fma(-s, d.x, u), dv = simd::fma(-s, d.y, v);
  return simd::fma(du, du, dv * dv);
}

// The pixels that may lie within `reach` of both ends, as [first, last).
struct PixelRange {
  int first, last;
};
KILN_INLINE constexpr PixelRange pixels(float a, float b, float reach) {
  constexpr float last = side - 1;
  const float low = std::min(std::max(std::min(a, b) - reach, 0.0f), last);
  const float high = std::min(std::max(std::max(a, b) + reach, -1.0f), last);
  return {static_cast<int>(low), static_cast<int>(high + 1.0f)};
}

// Lowers each pixel near the segment to its squared distance from it.
KILN_INLINE constexpr void segment(Image distances, Point a, Point b, float reach) {
  const Point d{b.x - a.x, b.y - a.y};
  constexpr float tiny = 1e-12f;  // a segment may be a point
  const float inverse_square = 1.0f / std::max(simd::fma(d.x, d.x, d.y * d.y), tiny);
  const PixelRange columns = pixels(a.x, b.x, reach), rows = pixels(a.y, b.y, reach);
  for (int row = rows.first; row < rows.last; ++row) {
    float* line = distances.data() + row * side;
    for (int column = columns.first; column < columns.last; ++column) {
      const float x = static_cast<float>(column), y = static_cast<float>(row);
      line[column] = std::min(line[column], squared_distance(a, d, inverse_square, x, y));
    }
  }
}

// A quadratic Bézier curve as a few segments.
KILN_INLINE constexpr void bezier(Image distances, Point p, Point c, Point q, float reach) {
  constexpr int segments = 4;
  Point from = p;
  for (int i = 1; i <= segments; ++i) {
    const float s = static_cast<float>(i) / segments, r = 1.0f - s;
    const float along_p = r * r, along_c = 2.0f * r * s, along_q = s * s;
    const Point to{simd::fma(along_p, p.x, simd::fma(along_c, c.x, along_q * q.x)),
                   simd::fma(along_p, p.y, simd::fma(along_c, c.y, along_q * q.y))};
    segment(distances, from, to, reach);
    from = to;
  }
}

// One stroke, its points wobbling.
template <class Generator>
KILN_INLINE constexpr void draw(Generator& engine, const glyphs::Stroke& stroke,
                                const Placement& placement, float wobble, float reach,
                                Image distances) {
  std::array<Point, glyphs::most_points> points{};
  for (std::size_t i = 0; i < stroke.count; ++i) {
    const float x = around(engine, stroke.points[i].x, wobble);
    const float y = around(engine, stroke.points[i].y, wobble);
    points[i] = placement(x, y);
  }
  for (std::size_t i = 0; i + 2 < stroke.count; i += 2) {
    bezier(distances, points[i], points[i + 1], points[i + 2], reach);
  }
}

// From squared distances to grey levels, 0 to 1 in steps of 1/255.
template <class Generator>
KILN_INLINE constexpr void ink(Generator& engine, float radius, float darkness, float noise,
                               Image image) {
  for (float& pixel : image) {
    const float covered = radius + 0.5f - simd::sqrt(pixel);
    const float clamped = std::min(std::max(covered, 0.0f), 1.0f);
    const float grey = simd::fma(darkness, clamped, around(engine, 0.0f, noise));
    const float level = simd::fma(255.0f, std::min(std::max(grey, 0.0f), 1.0f), 0.5f);
    pixel = static_cast<float>(static_cast<int>(level)) / 255.0f;
  }
}

}  // namespace synthetic_digits_detail

/// Draws one digit into an image: grey levels 0 (paper) to 1 (ink) in steps of 1/255.
///
/// Requires  label from 0 to 9; a size and shift that are finite.
/// Cost      about 15 µs, no memory.
template <class Generator, class Arch = simd::default_arch>
constexpr void draw_digit(Generator& engine, std::size_t label, View<float, Shape{1, 28, 28}> image,
                          const DigitStyle& style = {}) {
  namespace detail = synthetic_digits_detail;
  assert(label < LabelledImages::classes);
  constexpr float farthest = 1e6f;
  std::fill(image.begin(), image.end(), farthest);
  const auto& glyph = glyphs::digits[label][kiln::uniform_index(engine, glyphs::ways)];
  const detail::Placement placement = detail::place(engine, style);
  const float radius = kiln::uniform<float>(engine, style.thin, style.thick);
  const float darkness = kiln::uniform<float>(engine, style.faint, 1.0f);
  for (const glyphs::Stroke& stroke : glyph) {
    detail::draw(engine, stroke, placement, style.wobble, radius + 0.5f, image);
  }
  detail::ink(engine, radius, darkness, style.noise, image);
}

namespace synthetic_digits_detail {
// The data set: grey levels in floats, or in bytes 0 to 255.
template <class Pixel, class Arch>
BasicLabelledImages<Pixel> draw_all(std::size_t count, std::uint64_t seed,
                                    const DigitStyle& style) {
  constexpr std::size_t pixels = side * side;
  BasicLabelledImages<Pixel> result;
  result.images.resize(count * pixels);
  result.labels.resize(count);
  result.shape = {count, pixels};
  Engine engine(seed);
  std::array<float, pixels> drawn;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t label = kiln::uniform_index(engine, LabelledImages::classes);
    result.labels[i] = static_cast<std::uint8_t>(label);
    draw_digit<Engine, Arch>(engine, label, Image(drawn.data()), style);
    for (std::size_t j = 0; j < pixels; ++j) {
      const float pixel = drawn[j];
      if constexpr (std::is_same_v<Pixel, float>) result.images[i * pixels + j] = pixel;
      else result.images[i * pixels + j] = static_cast<Pixel>(simd::fma(255.0f, pixel, 0.5f));
    }
  }
  return result;
}
}  // namespace synthetic_digits_detail

/// A data set of drawn digits, all ten equally likely: shape count × 784. The same arguments give
/// the same images; different seeds serve for training and test.
///
/// Example  const auto train = kiln::synthetic_digits(20'000, 0);
template <class Arch = simd::default_arch>
LabelledImages synthetic_digits(std::size_t count, std::uint64_t seed,
                                const DigitStyle& style = {}) {
  return synthetic_digits_detail::draw_all<float, Arch>(count, seed, style);
}

/// The same with pixels as bytes, 0 to 255: divided by 255 they are those of synthetic_digits.
template <class Arch = simd::default_arch>
LabelledBytes synthetic_digit_bytes(std::size_t count, std::uint64_t seed,
                                    const DigitStyle& style = {}) {
  return synthetic_digits_detail::draw_all<std::uint8_t, Arch>(count, seed, style);
}

}  // namespace kiln
