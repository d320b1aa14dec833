// SPDX-License-Identifier: MIT
#include <kiln/simd/bfloat16.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

#include "support/samples.hpp"

namespace {

using kiln::simd::BFloat16, kiln::simd::Half;

// The value by the definition: `exponent_bits`, `mantissa_bits`, no tricks with a float's bits.
double value(unsigned bits, int exponent_bits, int mantissa_bits) {
  const int exponent = static_cast<int>(bits >> mantissa_bits) & ((1 << exponent_bits) - 1);
  const double fraction = std::ldexp(bits & ((1U << mantissa_bits) - 1), -mantissa_bits);
  const int bias = (1 << (exponent_bits - 1)) - 1;
  const double size = exponent == 0 ? std::ldexp(fraction, 1 - bias)
                      : exponent < (1 << exponent_bits) - 1
                          ? std::ldexp(1 + fraction, exponent - bias)
                      : fraction == 0 ? std::numeric_limits<double>::infinity()
                                      : std::numeric_limits<double>::quiet_NaN();
  return bits >> 15 != 0 ? -size : size;
}

template <class T, int ExponentBits, int MantissaBits>
void check_all_values() {
  int wrong = 0, wrong_back = 0;
  for (unsigned bits = 0; bits < 65536; ++bits) {
    const T x = T::from_bits(static_cast<std::uint16_t>(bits));
    const double expected = value(bits, ExponentBits, MantissaBits);
    const float got = static_cast<float>(x);
    if (std::isnan(expected)) {
      wrong += !std::isnan(got);
      wrong_back += !std::isnan(static_cast<float>(T(got)));
      continue;
    }
    wrong += static_cast<double>(got) != expected || std::signbit(got) != (bits >> 15 != 0);
    wrong_back += T(got) != x;
  }
  BOOST_TEST(wrong == 0);
  BOOST_TEST(wrong_back == 0);
}

// Between each two neighbours: the middle goes to the even one, what is next to it to the nearer.
template <class T, int ExponentBits, int MantissaBits>
void check_rounding() {
  int wrong = 0;
  const unsigned infinite = ((1U << ExponentBits) - 1) << MantissaBits;
  for (unsigned bits = 0; bits + 1 < infinite; ++bits) {
    const double low = value(bits, ExponentBits, MantissaBits);
    const double high = value(bits + 1, ExponentBits, MantissaBits);
    const auto middle = static_cast<float>((low + high) / 2);  // exact
    const auto is = [&](float x, unsigned expected) {
      wrong += T(x).bits != expected;
      wrong += T(-x).bits != (expected | 0x8000);
    };
    is(middle, bits % 2 == 0 ? bits : bits + 1);
    is(std::nextafter(middle, 0.0F), bits);
    is(std::nextafter(middle, std::numeric_limits<float>::max()), bits + 1);
  }
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(every_bfloat16_is_the_float_it_should_be_and_comes_back) {
  check_all_values<BFloat16, 8, 7>();
}
BOOST_AUTO_TEST_CASE(every_half_is_the_float_it_should_be_and_comes_back) {
  check_all_values<Half, 5, 10>();
}
BOOST_AUTO_TEST_CASE(floats_become_the_nearest_bfloat16_and_ties_go_to_even) {
  check_rounding<BFloat16, 8, 7>();
}
BOOST_AUTO_TEST_CASE(floats_become_the_nearest_half_and_ties_go_to_even) {
  check_rounding<Half, 5, 10>();
}

BOOST_AUTO_TEST_CASE(what_is_too_large_becomes_infinite) {
  BOOST_TEST(BFloat16(std::numeric_limits<float>::max()).bits == 0x7f80);
  BOOST_TEST(BFloat16(-std::numeric_limits<float>::infinity()).bits == 0xff80);
  BOOST_TEST(Half(65519.996F).bits == 0x7bff);
  BOOST_TEST(Half(65520.0F).bits == 0x7c00);
  BOOST_TEST(Half(-1e30F).bits == 0xfc00);
  BOOST_TEST(Half(std::numeric_limits<float>::infinity()).bits == 0x7c00);
}

BOOST_AUTO_TEST_CASE(nan_stays_nan_whatever_its_payload) {
  for (const std::uint32_t bits :
       {0x7f800001U, 0x7fffffffU, 0xffffffffU, 0xff800001U, 0x7fc00000U}) {
    const auto x = kiln::simd::bit_cast<float>(bits);
    BOOST_TEST(std::isnan(static_cast<float>(BFloat16(x))));
    BOOST_TEST(std::isnan(static_cast<float>(Half(x))));
  }
}

// Conversions in constant evaluation.
static_assert(static_cast<float>(BFloat16(1.0F)) == 1.0F);
static_assert(BFloat16(0x1.01p0F) == BFloat16::from_bits(0x3f80));
static_assert(BFloat16(0x1.03p0F) == BFloat16::from_bits(0x3f82));
static_assert(static_cast<float>(Half(0.1F)) == 0x1.998p-4F);
static_assert(Half(0x1p-24F) == Half::from_bits(1));
static_assert(sizeof(BFloat16) == 2 && sizeof(Half) == 2);

}  // namespace
