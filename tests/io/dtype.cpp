// SPDX-License-Identifier: MIT
// Names and sizes of element types, and numbers as little-endian bytes.
#include <kiln/io/dtype.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

BOOST_AUTO_TEST_CASE(every_type_is_found_by_its_name) {
  for (int i = 0; i <= static_cast<int>(kiln::Dtype::boolean); ++i) {
    const auto type = static_cast<kiln::Dtype>(i);
    BOOST_TEST((kiln::dtype_named(kiln::name(type)) == type));
    BOOST_TEST(kiln::size(type) >= 1U);
  }
  BOOST_TEST(!kiln::dtype_named("f32"));
  BOOST_TEST(!kiln::dtype_named(""));
  BOOST_TEST(kiln::size(*kiln::dtype_named("BF16")) == 2U);
  BOOST_TEST(kiln::size(*kiln::dtype_named("F64")) == 8U);
}

BOOST_AUTO_TEST_CASE(bytes_are_little_endian) {
  std::array<std::byte, 8> bytes{};
  kiln::to_little_endian(1.0f, bytes);
  BOOST_TEST((bytes == std::array<std::byte, 8>{{{}, {}, std::byte{0x80}, std::byte{0x3f}}}));
  kiln::to_little_endian(std::uint64_t{0x0102030405060708}, bytes);
  BOOST_TEST((bytes[0] == std::byte{8}));
  BOOST_TEST((bytes[7] == std::byte{1}));
}

BOOST_AUTO_TEST_CASE(numbers_return_bit_for_bit) {
  std::array<std::byte, 8> bytes{};
  for (const double x : {0.0, -0.0, 0.1, -1e300, 5e-324, std::numeric_limits<double>::infinity()}) {
    kiln::to_little_endian(x, bytes);
    const auto y = kiln::from_little_endian<double>(bytes);
    BOOST_TEST(y == x);
    BOOST_TEST(std::signbit(y) == std::signbit(x));
  }
}
