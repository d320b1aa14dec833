// SPDX-License-Identifier: MIT
#include <kiln/kernels/tile.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstddef>

#include "support/architectures.hpp"

namespace {

// Sums, one row of the right operand and one factor must stay in registers, or the compiler spills.
template <class T, class Arch>
void check_tiles() {
  using Tiling = kiln::Tiling<T, Arch>;
  for (std::size_t strip = 1; strip <= 4; ++strip) {
    for (const std::size_t chains : {1, 2, 4}) {
      const std::size_t rows = Tiling::rows(strip, chains);
      BOOST_TEST(rows >= 1U);
      BOOST_TEST(rows <= 8U);
      if (rows > 1) BOOST_TEST(rows * strip * chains + strip + 1 <= Tiling::registers);
    }
  }
  BOOST_TEST(Tiling::rows(Tiling::panel / kiln::simd::lanes<T, Arch>, 1) >= 4U);
}

BOOST_AUTO_TEST_CASE(the_sums_of_a_tile_fit_in_the_registers) {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      check_tiles<float, Arch>();
      check_tiles<double, Arch>();
    }
  });
}

// The columns of all panels, in order, as one number of a digit for each.
template <std::size_t Width, std::size_t Full, std::size_t Joined>
int panels() {
  std::size_t at = 0, widest = 0, last = 0;
  int digits = 0;
  kiln::for_each_panel<Width, Full, Joined>([&](auto columns, std::size_t column) {
    BOOST_TEST(column == at);
    at += columns;
    widest = std::max<std::size_t>(widest, columns);
    last = columns == Full ? 0 : columns;
    digits = 10 * digits + static_cast<int>(columns);
  });
  BOOST_TEST(at == Width);
  BOOST_TEST((kiln::widest_panel<Width, Full, Joined>) == widest);
  BOOST_TEST((kiln::last_panel<Width, Full, Joined>) == last);
  return digits;
}

BOOST_AUTO_TEST_CASE(panels_follow_each_other_and_a_last_one_of_a_register_joins_its_neighbour) {
  BOOST_TEST((panels<3, 4, 0>()) == 3);
  BOOST_TEST((panels<4, 4, 0>()) == 4);
  BOOST_TEST((panels<9, 4, 0>()) == 441);
  BOOST_TEST((panels<1, 4, 1>()) == 1);
  BOOST_TEST((panels<5, 4, 1>()) == 5);
  BOOST_TEST((panels<6, 4, 1>()) == 42);
  BOOST_TEST((panels<8, 4, 1>()) == 44);
  BOOST_TEST((panels<9, 4, 1>()) == 45);
}

// Begins with 1 and stores into a matrix of 7 columns.
struct Epilogue {
  float* to;
  Epilogue from(std::size_t i, std::size_t j) const { return {to + i * 7 + j}; }
  template <class Segment>
  auto start(Segment, std::size_t, std::size_t) const {
    return typename Segment::Vector(1.0F);
  }
  template <class Segment, class V>
  void finish(Segment, const V& sum, std::size_t i, std::size_t j) const {
    Segment::store(to + i * 7 + j, sum);
  }
};

// A tile of fewer columns than its panel reads and writes those alone.
BOOST_AUTO_TEST_CASE(a_tile_is_the_product_of_its_rows_and_columns) {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      // 3 × 5 outputs inside a 4 × 7 matrix, from row 1 and column 2 on.
      float a[4 * 6], b[6 * 7], y[4 * 7] = {};
      for (int i = 0; i < 24; ++i) a[i] = static_cast<float>(i % 7 - 3);
      for (int i = 0; i < 42; ++i) b[i] = static_cast<float>(i % 5 - 2);
      kiln::tile<Arch, 3, 5, 1>(6, kiln::Operand<float>{a + 6, 6, 1}, b + 2, 7, Epilogue{y}, 1, 2);
      for (int i = 0; i < 4; ++i) {
        for (int j = 0; j < 7; ++j) {
          float expected = 0;
          if (i >= 1 && j >= 2) {
            expected = 1;
            for (int k = 0; k < 6; ++k) expected += a[i * 6 + k] * b[k * 7 + j];
          }
          BOOST_TEST(y[i * 7 + j] == expected);
        }
      }
    }
  });
}

}  // namespace
