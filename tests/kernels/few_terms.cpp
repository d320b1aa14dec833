// SPDX-License-Identifier: MIT
#include <kiln/kernels/few_terms.hpp>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/naive.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
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
  const kiln::Operand<T> a = kiln::transposed(x.data(), rows);
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

template <class T, std::size_t Width>
void check() {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<T, Arch>) {
      std::size_t checked = 0;
      for (std::size_t rows = 1; rows <= 9; ++rows) {
        for (std::size_t depth = 0; depth <= kiln::few_terms + 1; ++depth) {
          if (!kiln::has_few_terms<Width, Arch, T>(rows, depth)) continue;
          const bool good =
              right<T, Arch, Width>(rows, depth, true) && right<T, Arch, Width>(rows, depth, false);
          BOOST_TEST(good, rows << " × " << Width << ", terms: " << depth);
          ++checked;
        }
      }
      BOOST_TEST(checked >= 9U, Width);
    }
  });
}

BOOST_AUTO_TEST_CASE(outer_products_have_the_bits_of_plain_loops) {
  check<float, 1>();
  check<float, 7>();
  check<float, 17>();
  check<float, 50>();
  check<float, 64>();
  check<float, 65>();
  check<float, 128>();
  check<float, 143>();
  check<double, 3>();
  check<double, 25>();
  check<double, 65>();
  check<double, 72>();
}

// One term of narrow rows: as long as the result fits 32 KiB.
using Arch = kiln::simd::default_arch;
static_assert(kiln::has_few_terms<8, Arch, float>(1024, 1));
static_assert(!kiln::has_few_terms<8, Arch, float>(1025, 1));
static_assert(!kiln::has_few_terms<8, Arch, float>(16, 2));
static_assert(kiln::has_few_terms<300, Arch, float>(1025, kiln::few_terms));
static_assert(!kiln::has_few_terms<300, Arch, float>(1, kiln::few_terms + 1));

}  // namespace
