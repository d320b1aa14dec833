// SPDX-License-Identifier: MIT
#include <kiln/kernels/swapped.hpp>

#include <kiln/kernels/naive.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"
#include "support/step.hpp"

namespace {

// Columns [Before, Before + Width) of Xᵀ·D with an epilogue on `y`, in registers and as plain
// loops; X's rows are longer than its part.
template <class Arch, std::size_t Width, std::size_t Before, class Epilogue>
bool same(std::size_t rows, std::size_t depth, const Epilogue& epilogue) {
  constexpr std::size_t all = Before + Width;
  const std::size_t x_row = rows + 3;
  support::Samples samples(1000 * Width + 10 * rows + depth);
  const support::Guarded<float> x(samples.uniforms<float>(depth * x_row - 3, -1, 1));
  const support::Guarded<float> d(samples.uniforms<float>(depth * all, -1, 1));
  const std::vector<float> before = samples.uniforms<float>(rows * all, -1, 1);
  std::vector<float> plain = before;
  kiln::naive::multiply<1>(rows, depth, all, kiln::transposed(x.data(), x_row), {d.data(), all, 1},
                           epilogue(plain.data()));
  for (std::size_t i = 0; i < rows; ++i) {
    std::copy_n(before.data() + i * all, Before, plain.data() + i * all);
  }
  support::Guarded<float> y(before);
  if constexpr (Before > 0) {
    kiln::multiply_swapped_edge<Width, Arch>(rows, depth, x.data(), x_row, d.data() + Before, all,
                                             epilogue(y.data()), Before);
  } else {
    kiln::multiply_swapped<Width, Arch>(rows, depth, x.data(), x_row, d.data(), epilogue(y.data()));
  }
  return support::first_difference(y.data(), plain.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

// Rows of one register to several panels, with and without a rest; with 19 units depths of one
// block and of several.
template <std::size_t Width, std::size_t Before = 0>
void check() {
  [[maybe_unused]] constexpr std::size_t all = Before + Width;
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    if constexpr (kiln::simd::turns<float, Arch>) {
      constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
      for (const std::size_t rows : {lanes, lanes + 1, 2 * lanes + 3, 4 * lanes - 1, 4 * lanes,
                                     5 * lanes, 6 * lanes + 4, 8 * lanes + 2, 11 * lanes + 1}) {
        if (Before > 0 && rows < kiln::Tiling<float, Arch>::panel) continue;
        for (const std::size_t depth : {std::size_t{1}, std::size_t{20}, std::size_t{300}}) {
          const bool stored = same<Arch, Width, Before>(rows, depth, [](float* y) {
            return kiln::Store<float>{y, all, nullptr, 0};
          });
          const bool added = same<Arch, Width, Before>(rows, depth, [](float* y) {
            return kiln::Store<float>{y, all, y, all};
          });
          const bool stepped = same<Arch, Width, Before>(rows, depth, [](float* y) {
            return support::Step<float>{y, all};
          });
          BOOST_TEST(stored, rows << " × " << Width << ", " << depth << " terms, stored");
          BOOST_TEST(added, rows << " × " << Width << ", " << depth << " terms, added");
          BOOST_TEST(stepped, rows << " × " << Width << ", " << depth << " terms, a step");
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(a_swapped_product_has_the_bits_of_plain_loops) {
  check<3>();
  check<10>();
  if constexpr (!KILN_FEW_WIDTHS) {
    check<1>();
    check<4>();
    check<16>();
    check<19>();
  }
}

BOOST_AUTO_TEST_CASE(so_have_the_last_columns_of_a_wider_product) {
  check<2, 6>();
  if constexpr (!KILN_FEW_WIDTHS) {
    check<1, 17>();
    check<4, 16>();
  }
}

// For narrow layers with inputs enough, and samples enough.
BOOST_AUTO_TEST_CASE(only_products_that_win_are_swapped) {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    constexpr bool turns = kiln::simd::turns<float, Arch>;
    constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
    BOOST_TEST((kiln::swaps<lanes, Arch, float>(32, 5 * lanes)) == turns);
    BOOST_TEST((kiln::swaps<1, Arch, float>(lanes, 3)) == (turns && lanes > 1));
    BOOST_TEST(!(kiln::swaps<lanes, Arch, float>(31, 5 * lanes)));
    BOOST_TEST(!(kiln::swaps<lanes, Arch, float>(32, 2 * lanes)));
    BOOST_TEST(!(kiln::swaps<2 * lanes, Arch, float>(1000, 1000)));
    BOOST_TEST(!(kiln::swaps<1, Arch, double>(1000, 1000)));
  });
}

}  // namespace
