// SPDX-License-Identifier: MIT
// The drawn data set: the same bits from the same seed, all digits, ink where it should be.

#include <algorithm>
#include <array>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

#include <kiln/data/synthetic_digits.hpp>
#include <kiln/tensor/tensor.hpp>

namespace {

using Image = kiln::BasicTensor<float, kiln::Shape{1, 28, 28}>;

// FNV-1a over the bits.
std::uint64_t fingerprint(const kiln::LabelledImages& set) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  const auto mix = [&](std::uint32_t bits) { hash = (hash ^ bits) * 0x100000001b3U; };
  for (const float pixel : set.images) mix(std::bit_cast<std::uint32_t>(pixel));
  for (const std::uint8_t label : set.labels) mix(label);
  return hash;
}

Image draw(std::size_t label, std::uint64_t seed, const kiln::DigitStyle& style = {}) {
  kiln::Engine engine(seed);
  Image image;
  kiln::draw_digit(engine, label, image.view(), style);
  return image;
}

// Nothing random but the way to write the digit.
const kiln::DigitStyle model{.stretch = 0,
                             .shift = 0,
                             .rotation = 0,
                             .shear = 0,
                             .wobble = 0,
                             .thin = 1.5f,
                             .thick = 1.5001f,
                             .faint = 0.999f,
                             .noise = 0};

}  // namespace

BOOST_AUTO_TEST_CASE(a_set_has_the_shape_and_the_ten_labels_it_promises) {
  const auto set = kiln::synthetic_digits(2000, 0);
  BOOST_TEST(set.count() == 2000U);
  BOOST_TEST((set.shape == std::vector<std::size_t>{2000, 784}));
  BOOST_TEST(set.images.size() == 2000U * 784U);
  BOOST_TEST(set.one_hot.empty());
  for (int digit = 0; digit < 10; ++digit) {
    const auto count = std::count(set.labels.begin(), set.labels.end(), digit);
    BOOST_TEST(count > 150);  // of 200 expected; 4 standard deviations are 54
    BOOST_TEST(count < 250);
  }
}

BOOST_AUTO_TEST_CASE(pixels_are_bytes_over_255) {
  const auto set = kiln::synthetic_digits(100, 7);
  for (const float pixel : set.images) {
    const float level = std::round(pixel * 255.0f);
    if (!(level >= 0 && level <= 255 && pixel == level / 255.0f)) BOOST_ERROR("pixel " << pixel);
  }
}

BOOST_AUTO_TEST_CASE(bytes_over_255_are_the_pixels) {
  const auto set = kiln::synthetic_digits(100, 7);
  const kiln::LabelledBytes bytes = kiln::synthetic_digit_bytes(100, 7);
  BOOST_TEST((bytes.labels == set.labels));
  BOOST_TEST((bytes.shape == set.shape));
  BOOST_REQUIRE(bytes.images.size() == set.images.size());
  for (std::size_t i = 0; i < set.images.size(); ++i) {
    const float pixel = static_cast<float>(bytes.images[i]) / 255.0f;
    if (pixel != set.images[i]) BOOST_ERROR("pixel " << i);
  }
}

BOOST_AUTO_TEST_CASE(the_seed_alone_decides) {
  BOOST_TEST(fingerprint(kiln::synthetic_digits(50, 3)) ==
             fingerprint(kiln::synthetic_digits(50, 3)));
  BOOST_TEST(fingerprint(kiln::synthetic_digits(50, 3)) !=
             fingerprint(kiln::synthetic_digits(50, 4)));
}

BOOST_AUTO_TEST_CASE(a_longer_set_begins_with_the_shorter) {
  const auto set = kiln::synthetic_digits(20, 3), longer = kiln::synthetic_digits(30, 3);
  BOOST_TEST(std::equal(set.images.begin(), set.images.end(), longer.images.begin()));
  BOOST_TEST(std::equal(set.labels.begin(), set.labels.end(), longer.labels.begin()));
}

// With hardware FMA one fingerprint holds for every compiler, level and instruction set.
#if defined(__FMA__) || defined(__aarch64__)
BOOST_AUTO_TEST_CASE(the_bits_are_known) {
  BOOST_TEST(fingerprint(kiln::synthetic_digits(500, 0)) == 0xf5b7b5abbb5f48adU);
}
#endif

BOOST_AUTO_TEST_CASE(a_drawn_one_is_a_vertical_line_in_the_middle) {
  Image image = draw(1, 0, model);
  for (std::uint64_t seed = 1; image(0, 5, 9) > 0.5f || image(0, 22, 9) > 0.5f; ++seed) {
    image = draw(1, seed, model);  // until it is the one without flag and base
  }
  for (int row = 6; row <= 21; ++row) {
    BOOST_TEST(image(0, row, 13) > 0.95f);
    BOOST_TEST(image(0, row, 14) > 0.95f);
    BOOST_TEST(image(0, row, 10) == 0.0f);
    BOOST_TEST(image(0, row, 17) == 0.0f);
  }
  BOOST_TEST(image(0, 2, 13) == 0.0f);
  BOOST_TEST(image(0, 25, 13) == 0.0f);
}

BOOST_AUTO_TEST_CASE(a_zero_is_hollow_and_an_eight_is_not) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const Image zero = draw(0, seed, model), eight = draw(8, seed, model);
    BOOST_TEST(zero(0, 13, 13) == 0.0f);
    float ink = 0;
    for (int row = 12; row <= 15; ++row) ink = std::max(ink, eight(0, row, 13));
    BOOST_TEST(ink > 0.9f);
  }
}

BOOST_AUTO_TEST_CASE(every_way_to_write_a_digit_is_drawn) {
  for (std::size_t label = 0; label < 10; ++label) {
    std::vector<Image> seen;
    for (std::uint64_t seed = 0; seed < 32; ++seed) {
      kiln::DigitStyle same = model;
      same.thick = std::nextafter(same.thin, 2.0f);
      same.faint = std::nextafter(1.0f, 0.0f);
      const Image image = draw(label, seed, same);
      if (std::find(seen.begin(), seen.end(), image) == seen.end()) seen.push_back(image);
    }
    BOOST_TEST(seen.size() == kiln::glyphs::ways);
  }
}

BOOST_AUTO_TEST_CASE(wild_styles_stay_inside_the_image) {
  const kiln::DigitStyle wild{.size = 200,
                              .stretch = 1,
                              .shift = 1000,
                              .rotation = 6,
                              .shear = 5,
                              .wobble = 2,
                              .thin = 0.01f,
                              .thick = 40,
                              .faint = 0.1f,
                              .noise = 3};
  kiln::Engine engine(5);
  Image image;
  for (std::size_t i = 0; i < 200; ++i) {
    kiln::draw_digit(engine, i % 10, image.view(), wild);
    for (const float pixel : image) {
      if (!(pixel >= 0 && pixel <= 1)) BOOST_ERROR("pixel " << pixel);
    }
  }
}
