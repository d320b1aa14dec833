// SPDX-License-Identifier: MIT
#include <kiln/kernels/by_transposed.hpp>

#include <kiln/kernels/naive.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <vector>

#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace {

// D·Wᵀ in registers and as plain loops.
template <class T, std::size_t Width>
bool right(std::size_t rows, std::size_t depth) {
  support::Samples samples(1000 * Width + 10 * rows + depth);
  const support::Guarded<T> d(samples.uniforms<T>(rows * depth, -1, 1));
  const support::Guarded<T> w(samples.uniforms<T>(Width * depth, -1, 1));
  std::vector<T> plain = samples.uniforms<T>(rows * Width, -1, 1);
  support::Guarded<T> y(plain);
  kiln::naive::multiply<1>(rows, depth, Width, kiln::straight<T>(d.data(), depth),
                           {w.data(), 1, depth}, kiln::Store<T>{plain.data(), Width, nullptr, 0});
  kiln::multiply_by_transposed<Width>(rows, depth, static_cast<const T*>(d.data()),
                                      static_cast<const T*>(w.data()), y.data());
  return support::first_difference(y.data(), plain.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
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
