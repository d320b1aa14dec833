// SPDX-License-Identifier: MIT
#include <kiln/kernels/by_transposed.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>

#include "kernels/by_transposed.hpp"

namespace {

template <class T, std::size_t Width>
bool right(std::size_t rows, std::size_t depth) {
  return by_transposed_test::has_plain_bits<T, Width>(
      rows, depth, [](std::size_t n, std::size_t k, const T* d, const T* w, T* y) {
        kiln::multiply_by_transposed<Width>(n, k, d, w, y);
      });
}

// Every way: rows of D turned, W turned once, the other way round, panels, and an edge behind them.
template <class T, std::size_t Width>
void check() {
  for (const std::size_t rows : {1, 2, 4, 5, 8, 9, 16, 17, 32, 64, 70}) {
    for (const std::size_t depth : {0, 1, 3, 4, 8, 9, 10, 15, 16, 50, 300, 1100}) {
      const bool good = right<T, Width>(rows, depth);
      BOOST_TEST(good, rows << " × " << Width << ", " << depth << " terms");
    }
  }
}

BOOST_AUTO_TEST_CASE(an_input_s_gradient_has_the_bits_of_plain_loops) {
  check<float, 5>();
  check<float, 50>();
  if constexpr (!KILN_FEW_WIDTHS) {
    check<float, 131>();
    check<double, 9>();
  }
}

// Several blocks of rows of a product beyond the second-level cache.
BOOST_AUTO_TEST_CASE(a_large_input_s_gradient_has_the_bits_of_plain_loops) {
  const bool good = right<float, 500>(600, 1000);
  BOOST_TEST(good);
}

}  // namespace
