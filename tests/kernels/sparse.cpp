// SPDX-License-Identifier: MIT
#include <kiln/kernels/sparse.hpp>

#include <kiln/kernels/chains.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/sparse.hpp"
#include "support/architectures.hpp"
#include "support/bits.hpp"

namespace {

using kiln::Store, kiln::straight, kiln::transposed;
using sparse_test::Zeros;

// One product of each kind, as `multiply` computes it and as it is computed here.
template <class T, std::size_t Width, class Arch>
struct Products {
  static constexpr std::size_t chains = kiln::chain_count(8, Width);
  std::size_t n, depth;
  std::vector<T> x, w, d, bias;

  Products(Zeros zeros, std::size_t rows, std::size_t terms, bool integers)
      : n(rows), depth(terms) {
    support::Samples samples(1000 * rows + terms);
    x = sparse_test::draw<T>(samples, zeros, n * depth, integers);
    const auto draw = [&](std::size_t count) {
      return integers ? samples.integers<T>(count, -15, 15) : samples.uniforms<T>(count, -1, 1);
    };
    w = draw(depth * Width);
    d = draw(n * Width);
    bias = draw(Width);
  }

  std::vector<T> forward(bool sparse) const {
    std::vector<T> y(n * Width);
    const Store<T> store{y.data(), Width, bias.data(), 0};
    const auto a = straight<T>(x.data(), depth);
    if (sparse) kiln::multiply_sparse<Width, chains, Arch>(n, depth, a, w.data(), store);
    else kiln::multiply<Width, chains, kiln::simd::plain>(n, depth, a, w.data(), store);
    return y;
  }
  std::vector<T> rows() const {
    std::vector<T> y(n * Width);
    for (std::size_t i = 0; i < n; ++i) {
      const Store<T> store{y.data() + i * Width, Width, bias.data(), 0};
      kiln::multiply_sparse_row<Width, chains, Arch>(
          depth, straight<T>(x.data() + i * depth, depth), w.data(), store);
    }
    return y;
  }
  std::vector<T> gradient(bool sparse) const {
    std::vector<T> y(depth * Width, T(7));
    const Store<T> store{y.data(), Width, nullptr, 0};
    const auto a = transposed<T>(x.data(), depth);
    if (sparse) kiln::multiply_sparse_transposed<Width, Arch>(depth, n, a, d.data(), store);
    else kiln::multiply<Width, 1, kiln::simd::plain>(depth, n, a, d.data(), store);
    return y;
  }
};

template <class T, std::size_t Width, class Arch>
void check() {
  std::size_t wrong_forward = 0, wrong_rows = 0, wrong_gradient = 0;
  for (const std::size_t depth : {1, 63, 64, 65, 784}) {
    for (const std::size_t n : {1, 4, 5, 64, 65, 100}) {
      for (const Zeros zeros : sparse_test::every) {
        for (const bool integers : {false, true}) {
          const Products<T, Width, Arch> products(zeros, n, depth, integers);
          const auto y = products.forward(false);
          wrong_forward += support::same_bits_in(products.forward(true), y) ? 0 : 1;
          wrong_rows += support::same_bits_in(products.rows(), y) ? 0 : 1;
          wrong_gradient +=
              support::same_bits_in(products.gradient(true), products.gradient(false)) ? 0 : 1;
        }
      }
    }
  }
  BOOST_TEST(wrong_forward == 0U, "X·W, width " << Width << ": " << wrong_forward);
  BOOST_TEST(wrong_rows == 0U, "x·W, width " << Width << ": " << wrong_rows);
  BOOST_TEST(wrong_gradient == 0U, "Xᵀ·D, width " << Width << ": " << wrong_gradient);
}

BOOST_AUTO_TEST_CASE(products_have_the_bits_of_the_dense_plain_loops) {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    check<float, 50, Arch>();
    if constexpr (!KILN_FEW_WIDTHS) {
      check<float, 10, Arch>();
      check<double, 33, Arch>();
    }
  });
  check<float, 1, kiln::simd::default_arch>();
  if constexpr (KILN_FEW_WIDTHS) {
    check<float, 16, kiln::simd::default_arch>();
    check<double, 33, kiln::simd::default_arch>();
  } else {
    check<float, 127, kiln::simd::default_arch>();
  }
}

BOOST_AUTO_TEST_CASE(batches_of_many_rows_and_wide_layers_have_the_bits_of_the_dense_ones) {
  using Wide = Products<float, 300, kiln::simd::default_arch>;
  for (const Zeros zeros : {Zeros::in_runs, Zeros::none}) {
    const Wide products(zeros, 130, 1100, false);
    BOOST_TEST(support::same_bits_in(products.forward(true), products.forward(false)));
    BOOST_TEST(support::same_bits_in(products.gradient(true), products.gradient(false)));
    const Products<float, 50, kiln::simd::default_arch> rows(zeros, 1000, 130, false);
    BOOST_TEST(support::same_bits_in(rows.forward(true), rows.forward(false)));
    BOOST_TEST(support::same_bits_in(rows.gradient(true), rows.gradient(false)));
  }
}

// The control: one element of X that is not zero any more changes all three.
BOOST_AUTO_TEST_CASE(each_element_that_is_not_zero_is_seen) {
  using P = Products<float, 50, kiln::simd::default_arch>;
  for (const std::size_t at : {0, 64, 783, 784, 70 * 784 + 128, 100 * 784 - 1}) {
    P before(Zeros::all, 100, 784, false);
    const P after = [&] {
      P moved = before;
      moved.x[at] = 0x1p-100F;
      moved.bias.assign(50, 0.0F);
      return moved;
    }();
    before.bias.assign(50, 0.0F);
    BOOST_TEST(!support::same_bits_in(before.forward(true), after.forward(true)));
    BOOST_TEST(!support::same_bits_in(before.rows(), after.rows()));
    BOOST_TEST(!support::same_bits_in(before.gradient(true), after.gradient(true)));
  }
}

// Where nothing of four neighbours is there, their weights are not read: an infinite one shows it.
BOOST_AUTO_TEST_CASE(zeros_are_skipped_where_most_are_zero_and_only_there) {
  if (!kiln::simd::vectorised<float, kiln::simd::default_arch>) return;
  using P = Products<float, 50, kiln::simd::default_arch>;
  const auto finite = [](const std::vector<float>& y) {
    for (const float x : y) {
      if (!std::isfinite(x)) return false;
    }
    return true;
  };
  const auto infinite = std::numeric_limits<float>::infinity();
  for (const bool sparse : {true, false}) {
    P products(sparse ? Zeros::most : Zeros::none, 100, 784, false);
    for (std::size_t i = 0; i < 100; ++i) {
      for (std::size_t k = 64; k < 68; ++k) products.x[i * 784 + k] = 0;
    }
    for (std::size_t k = 0; k < 784; ++k) products.x[3 * 784 + k] = 0;
    for (std::size_t j = 0; j < 50; ++j) {
      products.w[66 * 50 + j] = infinite;
      products.d[3 * 50 + j] = infinite;
    }
    BOOST_TEST(finite(products.forward(true)) == sparse);
    BOOST_TEST(finite(products.gradient(true)) == sparse);
    BOOST_TEST(finite(products.rows()) == sparse);
    BOOST_TEST(!finite(products.forward(false)));
    BOOST_TEST(!finite(products.gradient(false)));
  }
}

}  // namespace
