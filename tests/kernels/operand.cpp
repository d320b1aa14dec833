// SPDX-License-Identifier: MIT
#include <kiln/kernels/operand.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstddef>

namespace {

// 2 × 3, row by row: element (i, k) is 10·i + k.
constexpr std::array<int, 6> matrix{0, 1, 2, 10, 11, 12};

BOOST_AUTO_TEST_CASE(a_matrix_is_read_as_it_is_or_transposed) {
  constexpr auto x = kiln::straight(matrix.data(), 3);
  constexpr auto t = kiln::transposed(matrix.data(), 3);
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      const int element = static_cast<int>(10 * i + k);
      BOOST_TEST(x(i, k) == element);
      BOOST_TEST(t(k, i) == element);
    }
  }
  static_assert(x(1, 2) == 12 && t(2, 1) == 12);
  static_assert(x.terms_touch && !x.rows_touch && t.rows_touch && !t.terms_touch);
  static_assert(sizeof(x) == 2 * sizeof(void*) && sizeof(t) == sizeof(x), "they fit registers");
}

BOOST_AUTO_TEST_CASE(a_part_begins_at_a_row_and_a_term) {
  constexpr auto x = kiln::straight(matrix.data(), 3).from(1, 1);
  constexpr auto t = kiln::transposed(matrix.data(), 3).from(2, 1);
  static_assert(x(0, 0) == 11 && x(0, 1) == 12);
  static_assert(t(0, 0) == 12);
  BOOST_TEST(x(0, 1) == 12);
}

}  // namespace
