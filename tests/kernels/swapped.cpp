// SPDX-License-Identifier: MIT
#include <kiln/kernels/swapped.hpp>

#include <kiln/kernels/naive.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"
#include "support/step.hpp"

namespace {

// Xᵀ·D with an epilogue on `y`, in registers and as plain loops; X's rows are longer than its part.
template <class Arch, std::size_t Width, class Epilogue>
bool same(std::size_t rows, std::size_t depth, const Epilogue& epilogue) {
  const std::size_t x_row = rows + 3;
  support::Samples samples(1000 * Width + 10 * rows + depth);
  const support::Guarded<float> x(samples.uniforms<float>(depth * x_row - 3, -1, 1));
  const support::Guarded<float> d(samples.uniforms<float>(depth * Width, -1, 1));
  const std::vector<float> before = samples.uniforms<float>(rows * Width, -1, 1);
  std::vector<float> plain = before;
  kiln::naive::multiply<1>(rows, depth, Width, kiln::transposed(x.data(), x_row),
                           {d.data(), Width, 1}, epilogue(plain.data()));
  support::Guarded<float> y(before);
  kiln::multiply_swapped<Width, Arch>(rows, depth, x.data(), x_row, d.data(), epilogue(y.data()));
  return support::first_difference(y.data(), plain.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

// Rows of one register to several panels, with and without a rest; depths of one block and of two.
template <std::size_t Width>
void check() {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::turns<float, Arch>) {
      constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
      for (const std::size_t rows :
           {lanes, lanes + 1, 4 * lanes - 1, 4 * lanes, 5 * lanes, 8 * lanes + 2, 11 * lanes + 1}) {
        for (const std::size_t depth : {std::size_t{1}, std::size_t{20}, std::size_t{300}}) {
          const bool stored = same<Arch, Width>(rows, depth, [](float* y) {
            return kiln::Store<float>{y, Width, nullptr, 0};
          });
          const bool added = same<Arch, Width>(rows, depth, [](float* y) {
            return kiln::Store<float>{y, Width, y, Width};
          });
          const bool stepped = same<Arch, Width>(rows, depth, [](float* y) {
            return support::Step<float>{y, Width};
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

// For narrow layers with inputs enough, and samples enough.
BOOST_AUTO_TEST_CASE(only_products_that_win_are_swapped) {
  support::for_each_architecture([]<class Arch>(Arch) {
    constexpr bool turns = kiln::simd::turns<float, Arch>;
    constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
    BOOST_TEST((kiln::swaps<lanes, Arch, float>(4 * lanes, 5 * lanes)) == turns);
    BOOST_TEST((kiln::swaps<1, Arch, float>(lanes, 3)) == (turns && lanes > 1));
    BOOST_TEST(!(kiln::swaps<lanes, Arch, float>(4 * lanes - 1, 5 * lanes)));
    BOOST_TEST(!(kiln::swaps<lanes, Arch, float>(4 * lanes, 2 * lanes)));
    BOOST_TEST(!(kiln::swaps<2 * lanes, Arch, float>(1000, 1000)));
    BOOST_TEST(!(kiln::swaps<1, Arch, double>(1000, 1000)));
  });
}

}  // namespace
