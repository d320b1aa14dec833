// SPDX-License-Identifier: MIT
#include <kiln/kernels/edge.hpp>

#include <kiln/kernels/naive.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace {

enum class First { nothing, bias, result };

kiln::Store<float> store(First first, float* y, std::size_t row, const float* bias) {
  if (first == First::nothing) return {y, row, nullptr, 0};
  if (first == First::bias) return {y, row, bias, 0};
  return {y, row, y, row};
}

// The last Columns columns of a product of `before` more, in registers and as plain loops, which
// also compute what the registers must not touch. X's rows are longer than its part.
template <class Arch, std::size_t Columns, bool Transposed>
bool same(std::size_t rows, std::size_t depth, First first) {
  constexpr std::size_t before = 5, width = before + Columns;
  const std::size_t x_row = depth + (Transposed ? 0 : 3);
  support::Samples samples(1000 * Columns + 10 * rows + depth);
  const support::Guarded<float> x(samples.uniforms<float>((rows - 1) * x_row + depth, -1, 1));
  const support::Guarded<float> w(samples.uniforms<float>(depth * width, -1, 1));
  const support::Guarded<float> bias(samples.uniforms<float>(width, -1, 1));
  const std::vector<float> begin = samples.uniforms<float>(rows * width, -1, 1);
  const kiln::Operand<float> right = Transposed ? kiln::Operand<float>{w.data(), 1, depth}
                                                : kiln::Operand<float>{w.data(), width, 1};
  std::vector<float> plain = begin;
  kiln::naive::multiply<1>(rows, depth, width, kiln::straight(x.data(), x_row), right,
                           store(first, plain.data(), width, bias.data()));
  for (std::size_t i = 0; i < rows; ++i) {
    std::copy_n(begin.data() + i * width, before, plain.data() + i * width);
  }
  support::Guarded<float> y(begin);
  const kiln::Store<float> to = store(first, y.data(), width, bias.data());
  if constexpr (Transposed) {
    kiln::multiply_edge_by_transposed<Columns, Arch>(rows, depth, x.data(),
                                                     w.data() + before * depth, to, before);
  } else {
    kiln::multiply_edge<Columns, Arch>(rows, depth, x.data(), x_row, w.data() + before, width, to,
                                       before);
  }
  return support::first_difference(y.data(), plain.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

// Rows of one register and more, depths of one block and of several, all beginnings.
template <std::size_t Columns>
void check() {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::turns<float, Arch>) {
      constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
      for (const std::size_t rows : {lanes, lanes + 1, 3 * lanes - 1, 4 * lanes}) {
        for (const std::size_t depth :
             {std::size_t{4}, std::size_t{61}, std::size_t{1025}, std::size_t{2050}}) {
          for (const First first : {First::nothing, First::bias, First::result}) {
            const bool forward = same<Arch, Columns, false>(rows, depth, first);
            const bool transposed = same<Arch, Columns, true>(rows, depth, first);
            BOOST_TEST(forward, "X·W: " << rows << " × " << Columns << ", " << depth << " terms");
            BOOST_TEST(transposed,
                       "D·Wᵀ: " << rows << " × " << Columns << ", " << depth << " terms");
          }
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(an_edge_has_the_bits_of_plain_loops) {
  check<2>();
  if constexpr (!KILN_FEW_WIDTHS) {
    check<1>();
    check<3>();
  }
}

BOOST_AUTO_TEST_CASE(an_edge_is_an_eighth_of_a_register_behind_whole_ones) {
  support::for_each_architecture([]<class Arch>(Arch) {
    constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
    constexpr bool apart = kiln::simd::turns<float, Arch> && lanes == 16;
    BOOST_TEST((kiln::edge_columns<50, Arch, float>) == (apart ? 2U : 0U));
    BOOST_TEST((kiln::edge_columns<33, Arch, float>) == (apart ? 1U : 0U));
    BOOST_TEST((kiln::edge_columns<35, Arch, float>) == 0U);
    BOOST_TEST((kiln::edge_columns<48, Arch, float>) == 0U);
    BOOST_TEST((kiln::edge_columns<2, Arch, float>) == 0U);
    BOOST_TEST((kiln::edge_columns<50, Arch, double>) == 0U);
  });
}

}  // namespace
