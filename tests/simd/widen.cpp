// SPDX-License-Identifier: MIT
#include <kiln/simd/widen.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <numeric>
#include <vector>

#include "support/architectures.hpp"
#include "support/guarded.hpp"

namespace {

namespace simd = kiln::simd;

constexpr std::size_t bytes = 256;  // that there are

std::vector<std::uint8_t> every_byte() {
  std::vector<std::uint8_t> all(bytes);
  std::iota(all.begin(), all.end(), std::uint8_t{0});
  return all;
}

// What a division gives that the compiler cannot replace.
template <class T>
T quotient(std::uint8_t byte, std::uint16_t divisor) {
  volatile T numerator = byte, denominator = divisor;
  return numerator / denominator;
}

// For how many bytes widen gives another number than the division.
template <class T, class Arch>
std::size_t wrong(std::uint16_t divisor) {
  static const std::vector<std::uint8_t> all = every_byte();
  std::array<T, bytes> got;
  simd::widen<Arch>(bytes, all.data(), divisor, got.data());
  std::size_t count = 0;
  for (std::size_t b = 0; b < bytes; ++b) count += got[b] != quotient<T>(all[b], divisor) ? 1 : 0;
  return count;
}

BOOST_AUTO_TEST_CASE(every_byte_over_255_is_the_correctly_rounded_quotient_on_every_set) {
  support::for_each_architecture([]<class Arch>(Arch) {
    BOOST_TEST((wrong<float, Arch>(255)) == 0U);
    BOOST_TEST((wrong<double, Arch>(255)) == 0U);
  });
}

BOOST_AUTO_TEST_CASE(every_byte_over_every_divisor_is_the_correctly_rounded_quotient) {
  std::size_t count = 0;
  for (std::uint32_t d = 1; d < 65536; d += KILN_FEW_WIDTHS ? 131 : 1) {
    count += wrong<float, simd::default_arch>(static_cast<std::uint16_t>(d));
  }
  BOOST_TEST(count == 0U);
}

BOOST_AUTO_TEST_CASE(control_products_with_the_reciprocal_are_other_numbers) {
  std::size_t count = 0;
  volatile float reciprocal = 1.0F / 255.0F;
  for (const std::uint8_t b : every_byte()) {
    volatile float product = static_cast<float>(b) * reciprocal;
    count += product != quotient<float>(b, 255) ? 1 : 0;
  }
  BOOST_TEST(count > 0U);
}

template <class T, class Arch>
void check_lengths() {
  std::size_t count = 0;
  bool untouched = true;
  for (std::size_t n = 0; n <= 70; ++n) {
    support::Guarded<std::uint8_t> x(n);
    for (std::size_t i = 0; i < n; ++i) x.data()[i] = static_cast<std::uint8_t>(255 - 3 * i);
    const support::Guarded<T> y(n);
    simd::widen<Arch>(n, x.data(), 255, y.data());
    for (std::size_t i = 0; i < n; ++i) {
      count += y.data()[i] != quotient<T>(x.data()[i], 255) ? 1 : 0;
    }
    untouched = untouched && y.untouched_before(n);
  }
  BOOST_TEST(count == 0U);
  BOOST_TEST(untouched);
}

BOOST_AUTO_TEST_CASE(every_length_reads_and_writes_what_is_its_own) {
  support::for_each_architecture([]<class Arch>(Arch) {
    check_lengths<float, Arch>();
    check_lengths<double, Arch>();
  });
}

template <class T>
constexpr std::array<T, 3> widened(std::uint16_t divisor) {
  const std::array<std::uint8_t, 3> x{0, 51, 255};
  std::array<T, 3> y{};
  simd::widen(x.size(), x.data(), divisor, y.data());
  return y;
}
static_assert(widened<float>(255) == std::array<float, 3>{0, 0.2F, 1});
static_assert(widened<double>(255) == std::array<double, 3>{0, 0.2, 1});
static_assert(widened<float>(1) == std::array<float, 3>{0, 51, 255});

}  // namespace
