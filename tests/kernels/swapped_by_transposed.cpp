// SPDX-License-Identifier: MIT
#include <kiln/kernels/swapped_by_transposed.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>

#include "kernels/by_transposed.hpp"
#include "support/architectures.hpp"

namespace {

template <class Arch, std::size_t Width>
bool same(std::size_t rows, std::size_t depth) {
  return by_transposed_test::has_plain_bits<float, Width>(
      rows, depth, [](std::size_t n, std::size_t k, const float* d, const float* w, float* y) {
        kiln::multiply_swapped_by_transposed<Width, Arch>(n, k, d, w, y);
      });
}

// One register of rows, two, and more; units of one block and of several; one block of terms and
// several.
template <std::size_t Width>
void check() {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    if constexpr (kiln::simd::turns<float, Arch>) {
      constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
      for (const std::size_t rows : {lanes, 2 * lanes, 3 * lanes, 4 * lanes}) {
        for (const std::size_t depth :
             {std::size_t{1}, std::size_t{50}, std::size_t{513}, std::size_t{1030}}) {
          const bool good = same<Arch, Width>(rows, depth);
          BOOST_TEST(good, rows << " × " << Width << ", " << depth << " terms");
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(rows_that_fill_registers_have_the_bits_of_plain_loops) {
  check<10>();
  check<65>();
  check<127>();  // two blocks of 64 units, or three of as many whole tiles as fit
  if constexpr (!KILN_FEW_WIDTHS) {
    check<1>();
    check<64>();
    check<131>();
  }
}

// Few rows that fill registers, of a W that is large or whose rows fill none.
BOOST_AUTO_TEST_CASE(only_products_by_transposed_that_win_are_swapped) {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
    constexpr bool turns = kiln::simd::turns<float, Arch> && lanes >= 8;
    BOOST_TEST((kiln::swaps_by_transposed<100, Arch, float>(lanes, 100)) == turns);
    BOOST_TEST((kiln::swaps_by_transposed<100, Arch, float>(2 * lanes, 100)) == turns);
    BOOST_TEST((kiln::swaps_by_transposed<100, Arch, float>(4 * lanes, 256)) == turns);
    BOOST_TEST((kiln::swaps_by_transposed<3, Arch, float>(lanes, 32)) == turns);
    BOOST_TEST(!(kiln::swaps_by_transposed<100, Arch, float>(4 * lanes, 100)));
    BOOST_TEST(!(kiln::swaps_by_transposed<100, Arch, float>(3 * lanes, 256)));
    BOOST_TEST(!(kiln::swaps_by_transposed<100, Arch, float>(5 * lanes, 256)));
    BOOST_TEST(!(kiln::swaps_by_transposed<100, Arch, float>(lanes, 20)));
    BOOST_TEST(!(kiln::swaps_by_transposed<lanes, Arch, float>(lanes, 1000)));
    BOOST_TEST(!(kiln::swaps_by_transposed<100, Arch, double>(lanes, 100)));
    // Of up to 63 units, one register's rows and much to turn.
    constexpr bool halves = turns && lanes == 8;
    BOOST_TEST((kiln::swaps_by_transposed<lanes + 1, Arch, float>(lanes, 200)) == turns);
    BOOST_TEST((kiln::swaps_by_transposed<63, Arch, float>(lanes, 200)) == turns);
    BOOST_TEST((kiln::swaps_by_transposed<63, Arch, float>(lanes, 199)) == halves);
    BOOST_TEST((kiln::swaps_by_transposed<63, Arch, float>(2 * lanes, 1000)) == halves);
    if constexpr (lanes > 1) {
      BOOST_TEST(!(kiln::swaps_by_transposed<100, Arch, float>(lanes + 1, 100)));
    }
  });
}

}  // namespace
