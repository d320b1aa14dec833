// SPDX-License-Identifier: MIT
#include <kiln/kernels/even_tiles.hpp>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/known.hpp>
#include <kiln/kernels/naive.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <utility>
#include <vector>

#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"
#include "support/step.hpp"

namespace {

// All columns of a product, as plain loops compute them.
template <class T, class Arch, std::size_t Width, class Rows, class F>
bool right(Rows rows, const F& epilogue) {
  constexpr std::size_t depth = 21;
  const std::size_t count = rows;
  support::Samples samples(100 * Width + count);
  const support::Guarded<T> a(samples.uniforms<T>(count * depth, -1, 1));
  const support::Guarded<T> b(samples.uniforms<T>(depth * Width, -1, 1));
  std::vector<T> plain = samples.uniforms<T>(count * Width, -1, 1);
  support::Guarded<T> y(plain);
  const kiln::Straight<T> left = kiln::straight<T>(a.data(), depth);
  const T* const right = b.data();
  kiln::naive::multiply<1>(count, depth, Width, left, {right, Width, 1}, epilogue(plain.data()));
  kiln::multiply_in_even_tiles<Arch, Width>(rows, depth, left, right, Width, epilogue(y.data()), 0);
  return support::first_difference(y.data(), plain.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

// Every number of rows as one of the call's, and as one that is known.
template <class T, std::size_t Width>
void check() {
  using Arch = kiln::simd::default_arch;
  if constexpr (kiln::simd::vectorised<T, Arch>) {
    const auto store = [](T* y) { return kiln::Store<T>{y, Width, nullptr, 0}; };
    const auto step = [](T* y) { return support::Step<T>{y, Width}; };
    for (std::size_t rows = 1; rows <= 40; ++rows) {
      const bool stored = right<T, Arch, Width>(rows, store);
      const bool stepped = right<T, Arch, Width>(rows, step);
      BOOST_TEST(stored, rows << " × " << Width);
      BOOST_TEST(stepped, rows << " × " << Width << ", a step");
    }
    const auto one = [&]<std::size_t Rows>(std::integral_constant<std::size_t, Rows>) {
      const bool stored = right<T, Arch, Width>(kiln::known<Rows>, store);
      BOOST_TEST(stored, "known " << Rows << " × " << Width);
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (one(std::integral_constant<std::size_t, I + 1>{}), ...);
    }
    (std::make_index_sequence < KILN_FEW_WIDTHS ? 14 : 18 > ());
  }
}

BOOST_AUTO_TEST_CASE(tiles_of_nearly_one_height_have_the_bits_of_plain_loops) {
  check<float, 10>();
  check<float, 50>();
  if constexpr (!KILN_FEW_WIDTHS) check<double, 13>();
}

}  // namespace
