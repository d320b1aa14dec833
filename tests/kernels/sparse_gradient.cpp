// SPDX-License-Identifier: MIT
#include <kiln/kernels/sparse_gradient.hpp>

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/naive.hpp>

#include <boost/test/unit_test.hpp>
#include <vector>

#include "kernels/sparse.hpp"
#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/guarded.hpp"

namespace {

using sparse_test::Zeros;

// Against the plain loops, which matmul's tests hold against the truth: columns 3 to 3 + Width of a
// wider matrix, from row 2 on, stored and added; 512 rows are one part, 513 are two.
template <class T, class Arch, std::size_t Width>
void check() {
  using Store = kiln::Store<T>;
  constexpr std::size_t row = Width + 5;
  std::uint64_t masks[512];
  std::size_t wrong = 0, outside = 0;
  for (const std::size_t columns : {1, 3, 37, 64}) {
    for (const std::size_t n : {1, 63, 65, 512, 513, 1100}) {
      for (const Zeros zeros : sparse_test::every) {
        for (const bool added : {false, true}) {
          support::Samples samples(1000 * columns + n);
          const std::size_t in = columns + 9;
          const support::Guarded<T> x(sparse_test::draw<T>(samples, zeros, n * in, false));
          const support::Guarded<T> d(samples.uniforms<T>(n * row, -1, 1));
          std::vector<T> expected((columns + 2) * row, T(1)), y = expected;
          const auto store = [&](std::vector<T>& to, std::size_t at) {
            return Store{to.data() + at, row, added ? to.data() + at : nullptr, row};
          };
          kiln::naive::multiply<1, kiln::simd::plain>(columns, n, row,
                                                      kiln::transposed<T>(x.data() + 9, in),
                                                      {d.data(), row, 1}, store(expected, 2 * row));
          const Store to = store(y, 0);
          const kiln::SparseGradient<Width, T, Arch, Store> product{to, 2, 3};
          product(columns, n, x.data() + 9, in, d.data() + 3, row, masks, true);
          if (!added) {
            product(columns, n, x.data() + 9, in, d.data() + 3, row, masks, false);
          }
          for (std::size_t i = 0; i < y.size(); ++i) {
            const bool inside = i >= 2 * row && i % row >= 3 && i % row < 3 + Width;
            if (inside) wrong += support::same_bits(y[i], expected[i]) ? 0 : 1;
            else outside += y[i] == T(1) ? 0 : 1;
          }
        }
      }
    }
  }
  BOOST_TEST(wrong == 0U, "width " << Width << ": " << wrong);
  BOOST_TEST(outside == 0U, "width " << Width << ": " << outside);
}

BOOST_AUTO_TEST_CASE(a_panel_has_the_bits_of_the_plain_loops) {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      check<float, Arch, 1>();
      check<float, Arch, 7>();
      check<float, Arch, 50>();
      check<double, Arch, 17>();
    }
  });
}

}  // namespace
