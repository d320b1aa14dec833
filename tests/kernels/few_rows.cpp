// SPDX-License-Identifier: MIT
#include <kiln/kernels/few_rows.hpp>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/kernels/operand.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace {

// y ← bias + A·B, or y ← y + A·B, with the bits of the plain loops, and nothing read or written
// outside.
template <std::size_t Width, class Arch, class T, class Left>
bool right(std::size_t rows, std::size_t depth, Left a, bool adds) {
  support::Samples samples(1000 * Width + 10 * rows + depth);
  const support::Guarded<T> b(samples.uniforms<T>(depth * Width, -1, 1));
  const std::vector<T> before = samples.uniforms<T>(rows * Width, -1, 1);
  const support::Guarded<T> bias(samples.uniforms<T>(Width, -1, 1));
  const auto store = [&](T* y) {
    return adds ? kiln::Store<T>{y, Width, y, Width} : kiln::Store<T>{y, Width, bias.data(), 0};
  };
  std::vector<T> plain = before;
  kiln::naive::multiply<1>(rows, depth, Width, a, {b.data(), Width, 1}, store(plain.data()));
  support::Guarded<T> y(before);
  kiln::multiply_few_rows<Width, Arch>(rows, depth, a, static_cast<const T*>(b.data()),
                                       store(y.data()));
  return support::first_difference(y.data(), plain.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

// All the rows that there are for a width and an instruction set, of X and, if wanted, of Xᵀ.
template <class T, std::size_t Width, bool Transposed = false>
void check() {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<T, Arch>) {
      for (const std::size_t depth : {std::size_t{1}, std::size_t{7}, std::size_t{40}}) {
        for (std::size_t rows = 0; rows <= 10; ++rows) {
          if (!kiln::has_few_rows<Width, Arch, T>(rows, depth)) continue;
          support::Samples samples(rows + depth);
          const support::Guarded<T> x(samples.uniforms<T>(rows * depth, -1, 1));
          for (const bool adds : {false, true}) {
            const bool straight =
                right<Width, Arch, T>(rows, depth, kiln::straight<T>(x.data(), depth), adds);
            BOOST_TEST(straight, rows << " × " << Width << ", terms: " << depth);
            if constexpr (Transposed) {
              const bool transposed =
                  right<Width, Arch, T>(rows, depth, kiln::transposed<T>(x.data(), rows), adds);
              BOOST_TEST(transposed,
                         rows << " × " << Width << ", terms: " << depth << ", transposed");
            }
          }
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(a_few_rows_have_the_bits_of_plain_loops) {
  check<float, 100, true>();
  check<double, 41>();
  if constexpr (!KILN_FEW_WIDTHS) {
    check<float, 33>();
    check<float, 81>();
    check<float, 128>();
    check<float, 257>();
  }
}

template <class Arch, std::size_t Width>
std::vector<std::size_t> rows_of(std::size_t depth) {
  std::vector<std::size_t> all;
  for (std::size_t rows = 0; rows <= 20; ++rows) {
    if (kiln::has_few_rows<Width, Arch, float>(rows, depth)) all.push_back(rows);
  }
  return all;
}

// One panel has no row to gain, two panels have some, and a rest that joins its panel two.
BOOST_AUTO_TEST_CASE(few_rows_are_two_to_eight_of_more_than_a_panel) {
  using Rows = std::vector<std::size_t>;
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      constexpr std::size_t panel = kiln::Tiling<float, Arch>::panel;
      constexpr std::size_t joined = panel + kiln::simd::lanes<float, Arch>;
      const bool many = kiln::simd::register_count<Arch> >= 32;
      BOOST_TEST((rows_of<Arch, panel>(10) == Rows{}));
      BOOST_TEST((rows_of<Arch, joined>(10) == Rows{2}));
      BOOST_TEST(
          (rows_of<Arch, joined + 1>(10) == (many ? Rows{2, 3, 4, 5, 7, 8} : Rows{2, 3, 4})));
      BOOST_TEST((rows_of<Arch, joined + 1>(9) == Rows{2, 3, 4}));
    }
  });
}

}  // namespace
