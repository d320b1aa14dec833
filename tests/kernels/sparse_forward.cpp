// SPDX-License-Identifier: MIT
#include <kiln/kernels/sparse_forward.hpp>

#include <kiln/kernels/chains.hpp>
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

// Both kernels against the plain loops, which matmul's tests hold against the truth: columns 3 to
// 3 + Width of a wider matrix, from row 2 on, at every density and with every kind of end.
template <class T, class Arch, std::size_t Width, std::size_t Chains>
void check() {
  using Store = kiln::Store<T>;
  constexpr std::size_t row = Width + 5;
  std::uint64_t masks[1024];
  std::size_t wrong = 0, wrong_rows = 0, outside = 0;
  for (const std::size_t depth : {1, 3, 37, 64, 65, 130, 1100}) {
    for (const std::size_t n : {1, 5, 33, 64}) {
      for (const Zeros zeros : sparse_test::every) {
        support::Samples samples(1000 * depth + n);
        const support::Guarded<T> x(sparse_test::draw<T>(samples, zeros, n * depth, false));
        const support::Guarded<T> w(samples.uniforms<T>(depth * row, -1, 1));
        const std::vector<T> bias = samples.uniforms<T>(row, -1, 1);
        std::vector<T> expected((n + 2) * row), y = expected, by_rows = expected;
        const auto store = [&](std::vector<T>& to) {
          return Store{to.data() + 2 * row, row, bias.data(), 0};
        };
        kiln::naive::multiply<Chains, kiln::simd::plain>(
            n, depth, row, kiln::straight<T>(x.data(), depth), {w.data(), row, 1}, store(expected));
        const Store to{y.data(), row, bias.data(), 0};
        const kiln::SparseForward<Width, Chains, T, Arch, Store> product{to, 2, 3};
        product(n, depth, kiln::straight<T>(x.data(), depth), w.data() + 3, row, masks, true);
        // A second panel finds the masks of the first.
        product(n, depth, kiln::straight<T>(x.data(), depth), w.data() + 3, row, masks, false);
        const Store rows_to{by_rows.data(), row, bias.data(), 0};
        for (std::size_t i = 0; i < n; ++i) {
          kiln::sparse_row<Arch, Width, Chains>(depth, x.data() + i * depth, w.data() + 3, row,
                                                rows_to, i + 2, 3);
        }
        for (std::size_t i = 0; i < y.size(); ++i) {
          const bool inside = i >= 2 * row && i % row >= 3 && i % row < 3 + Width;
          const T value = inside ? expected[i] : T(0);
          if (inside) {
            wrong += support::same_bits(y[i], value) ? 0 : 1;
            wrong_rows += support::same_bits(by_rows[i], value) ? 0 : 1;
          } else {
            outside += y[i] == T(0) && by_rows[i] == T(0) ? 0 : 1;
          }
        }
      }
    }
  }
  BOOST_TEST(wrong == 0U, "width " << Width << ", chains " << Chains << ": " << wrong);
  BOOST_TEST(wrong_rows == 0U, "width " << Width << ", chains " << Chains << ": " << wrong_rows);
  BOOST_TEST(outside == 0U, "width " << Width << ", chains " << Chains << ": " << outside);
}

BOOST_AUTO_TEST_CASE(a_panel_and_a_row_have_the_bits_of_the_plain_loops) {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      check<float, Arch, 1, 4>();
      check<float, Arch, 7, 4>();
      check<float, Arch, 19, 2>();
      check<float, Arch, 50, 1>();
      check<double, Arch, 5, 4>();
      check<double, Arch, 17, 1>();
    }
  });
}

}  // namespace
