// SPDX-License-Identifier: MIT
#include <kiln/kernels/panels.hpp>

#include <kiln/kernels/naive.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace {

// Columns [3, 3 + Width) of a product of matrices that are wider, as plain loops compute them.
template <class T, class Arch, std::size_t Width, std::size_t Chains>
bool right(std::size_t rows, std::size_t depth, std::size_t b_row) {
  constexpr std::size_t column = 3;
  support::Samples samples(100 * Width + rows + depth);
  const support::Guarded<T> a(samples.uniforms<T>(rows * depth, -1, 1));
  const support::Guarded<T> b(samples.uniforms<T>((depth - 1) * b_row + column + Width, -1, 1));
  const std::vector<T> before = samples.uniforms<T>((rows - 1) * b_row + column + Width, -1, 1);
  std::vector<T> plain = before;
  const kiln::Operand<T> left = kiln::straight(a.data(), depth);
  kiln::naive::multiply<Chains>(rows, depth, Width, left, {b.data() + column, b_row, 1},
                                kiln::Store<T>{plain.data() + column, b_row, nullptr, 0});
  support::Guarded<T> y(before);
  kiln::multiply_panel<Arch, Width, Chains>(rows, depth, left, b.data() + column, b_row,
                                            kiln::Store<T>{y.data(), b_row, nullptr, 0}, column);
  return support::first_difference(y.data(), plain.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

template <class T, std::size_t Width, std::size_t Chains = 1>
void check() {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<T, Arch>) {
      for (std::size_t rows = 1; rows <= 30; ++rows) {
        for (const std::size_t depth : {std::size_t{9}, std::size_t{17}, std::size_t{140}}) {
          const bool good = right<T, Arch, Width, Chains>(rows, depth, Width + 5);
          BOOST_TEST(good, rows << " × " << Width << ", " << depth << " terms");
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(a_panel_has_the_bits_of_plain_loops_for_every_number_of_rows) {
  check<float, 7>();
  check<float, 10, 4>();
  check<float, 33>();
  check<float, 64>();
  check<float, 65>();
  check<double, 13>();
}

// More than the second-level cache holds: packed even for few rows.
BOOST_AUTO_TEST_CASE(a_panel_of_a_far_matrix_has_the_bits_of_plain_loops) {
  using Arch = kiln::simd::default_arch;
  if constexpr (kiln::simd::vectorised<float, Arch>) {
    for (const std::size_t rows : {std::size_t{5}, std::size_t{13}, std::size_t{17}}) {
      const bool good = right<float, Arch, 64, 1>(rows, 600, 500);
      BOOST_TEST(good, rows);
    }
  }
}

}  // namespace
