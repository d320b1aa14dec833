// SPDX-License-Identifier: MIT
#include <kiln/simd/narrow.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/dot_architectures.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace {

namespace simd = kiln::simd;

constexpr float infinity = std::numeric_limits<float>::infinity();

// Values on and beside ties, beyond both ends, and those that have no byte.
std::vector<float> awkward(std::size_t n, std::uint64_t seed) {
  support::Samples samples(seed);
  std::vector<float> x(n);
  for (std::size_t i = 0; i < n; ++i) {
    switch (samples.integer(0, 5)) {
      case 0:
        x[i] = static_cast<float>(samples.integer(-10, 600)) / 2;
        break;  // ties for step 1
      case 1:
        x[i] = static_cast<float>(samples.uniform(-1e10, 1e10));
        break;
      case 2:
        x[i] = samples.integer(0, 1) != 0 ? infinity : -infinity;
        break;
      case 3:
        x[i] = std::numeric_limits<float>::quiet_NaN();
        break;
      default:
        x[i] = static_cast<float>(samples.uniform(-20, 300));
    }
  }
  return x;
}

std::uint8_t byte_by_definition(float x, simd::ByteScale scale) {
  if (std::isnan(x)) return 0;
  const double y = std::nearbyint(static_cast<double>(x) * static_cast<double>(scale.inverse) +
                                  static_cast<double>(scale.zero));
  return static_cast<std::uint8_t>(y < 0 ? 0 : y > 255 ? 255 : y);
}

BOOST_AUTO_TEST_CASE(bytes_are_the_nearest_saturated_ones_at_every_length_and_on_every_set) {
  support::for_each_dot_architecture([]<class Arch>(Arch) {
    for (const simd::ByteScale scale : {simd::ByteScale{1, 0}, {1, 128}, {0.5F, 3}}) {
      for (std::size_t n = 1; n <= 200; n += n < 70 ? 1 : 13) {
        const support::Guarded<float> x(awkward(n, n));
        std::vector<std::uint8_t> got((n + 63) / 64 * 64 + 1, 99);
        simd::to_bytes<Arch>(n, x.data(), scale, got.data());
        int wrong = 0;
        for (std::size_t i = 0; i + 1 < got.size(); ++i) {
          wrong += got[i] != byte_by_definition(i < n ? x.data()[i] : 0.0F, scale);
        }
        BOOST_TEST(wrong == 0, n << " floats");
        BOOST_TEST(got.back() == 99);
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(a_byte_is_rounded_once_where_the_product_is_not_exact) {
  const simd::ByteScale scale{static_cast<float>(255 / 0.997), 17};
  support::Samples samples(5);
  int wrong = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto x = static_cast<float>(samples.uniform(-0.1, 1.1));
    const double y = std::fma(static_cast<double>(x), static_cast<double>(scale.inverse), 17.0);
    const double off = std::abs(static_cast<double>(scale(x)) - std::fmin(std::fmax(y, 0), 255));
    wrong += off > 0.5 + 1e-5;  // y in float is off by 2⁻¹⁶ at most
  }
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(bfloat16_rows_are_single_conversions_with_denormals_flushed) {
  support::for_each_dot_architecture([]<class Arch>(Arch) {
    for (std::size_t n = 1; n <= 100; ++n) {
      std::vector<float> values = awkward(n, 1000 + n);
      if (n > 3) values[n / 2] = 1e-39F, values[n - 1] = -1e-42F, values[1] = -0.0F;
      const support::Guarded<float> x(values);
      std::vector<kiln::simd::BFloat16> got((n + 31) / 32 * 32, simd::BFloat16(7.0F));
      simd::to_bfloat16s<Arch>(n, x.data(), got.data());
      int wrong = 0;
      for (std::size_t i = 0; i < got.size(); ++i) {
        const float from = i < n ? values[i] : 0.0F;
        const bool denormal = std::abs(from) < 0x1p-126F;
        wrong += got[i] != simd::BFloat16(denormal ? std::copysign(0.0F, from) : from);
      }
      BOOST_TEST(wrong == 0, n << " floats");
    }
  });
}

static_assert(simd::ByteScale{255, 0}(0.5F) == 128);  // 127.5: a tie, to even
static_assert(simd::ByteScale{1, 0}(-3) == 0 && simd::ByteScale{1, 0}(1e30F) == 255);

}  // namespace
