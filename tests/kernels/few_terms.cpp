// SPDX-License-Identifier: MIT
#include <kiln/kernels/few_terms.hpp>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/naive.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace {

// y ← y + Xᵀ·D, or y ← Xᵀ·D, with the bits of the plain loops, and nothing written outside.
template <class T, class Arch, std::size_t Width>
bool right(std::size_t rows, std::size_t depth, bool adds) {
  support::Samples samples(1000 * Width + 10 * rows + depth);
  const support::Guarded<T> x(samples.uniforms<T>(rows * depth + 1, -1, 1));
  const support::Guarded<T> d(samples.uniforms<T>(Width * depth + 1, -1, 1));
  const std::vector<T> before = samples.uniforms<T>(rows * Width, -1, 1);
  const kiln::Transposed<T> a = kiln::transposed(x.data(), rows);
  std::vector<T> plain = before;
  kiln::naive::multiply<1>(
      rows, depth, Width, a, {d.data(), Width, 1},
      kiln::Store<T>{plain.data(), Width, adds ? plain.data() : nullptr, adds ? Width : 0});
  support::Guarded<T> y(before);
  kiln::multiply_few_terms<Width, Arch>(
      rows, depth, a, static_cast<const T*>(d.data()),
      kiln::Store<T>{y.data(), Width, adds ? y.data() : nullptr, adds ? Width : 0});
  return support::first_difference(y.data(), plain.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

// Rows around the eight that go through all panels together, and more than the nearest cache holds.
template <class T, std::size_t Width>
void check() {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<T, Arch>) {
      for (const std::size_t rows : {std::size_t{1}, std::size_t{7}, std::size_t{8},
                                     std::size_t{19}, 32768 / sizeof(T) / Width + 2}) {
        for (std::size_t depth = 1; depth <= kiln::fitting_terms<Width, Arch, T>; ++depth) {
          const bool good =
              right<T, Arch, Width>(rows, depth, true) && right<T, Arch, Width>(rows, depth, false);
          BOOST_TEST(good, rows << " × " << Width << ", terms: " << depth);
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(outer_products_have_the_bits_of_plain_loops) {
  check<float, 7>();
  check<float, 143>();
  check<double, 3>();
  check<double, 20>();
  if constexpr (!KILN_FEW_WIDTHS) {
    check<float, 1>();
    check<float, 17>();
    check<float, 33>();
    check<float, 50>();
    check<float, 64>();
    check<float, 65>();
    check<float, 128>();
    check<float, 260>();
    check<double, 25>();
    check<double, 65>();
    check<double, 72>();
  }
}

// Of no terms the sums are what they begin with: nothing to wait for.
BOOST_AUTO_TEST_CASE(terms_are_few_while_registers_hold_them) {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
      constexpr bool many = kiln::simd::register_count<Arch> >= 32;
      const auto few = []<std::size_t Width>(std::integral_constant<std::size_t, Width>) {
        BOOST_TEST(!(kiln::has_few_terms<Width, Arch, float>(0)));
        BOOST_TEST((kiln::has_few_terms<Width, Arch, float>(1)));
        std::size_t most = 1;
        while (kiln::has_few_terms<Width, Arch, float>(most + 1)) ++most;
        return most;
      };
      BOOST_TEST(few(std::integral_constant<std::size_t, 1>()) == 6U);
      BOOST_TEST(few(std::integral_constant<std::size_t, lanes>()) == 9U);
      BOOST_TEST(few(std::integral_constant<std::size_t, 3 * lanes>()) == (many ? 9U : 6U));
      BOOST_TEST(few(std::integral_constant<std::size_t, 4 * lanes>()) == 6U);
      BOOST_TEST(few(std::integral_constant<std::size_t, 33 * lanes>()) == (many ? 9U : 8U));
    }
  });
}

}  // namespace
