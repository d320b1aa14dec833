// SPDX-License-Identifier: MIT
#include "matvec.hpp"

#include <kiln/kernels/matmul.hpp>

#include "support/architectures.hpp"

namespace {

using kiln::simd::default_arch;

// Nightly every width, else 30 of them; under sanitizers those around registers of 4, 8 and 16
// numbers.
BOOST_AUTO_TEST_CASE(one_row_of_floats_is_exact_and_has_the_plain_loops_bits_up_to_width_70) {
  if constexpr (KILN_FEW_WIDTHS) {
    matvec_test::check_widths<float, default_arch, 1, 3, 8, 15, 16, 17, 31, 32, 33, 50, 64, 65>();
  } else if constexpr (!KILN_NIGHTLY) {
    matvec_test::check_widths<float, default_arch, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17,
                              20, 24, 25, 31, 32, 33, 40, 47, 48, 49, 50, 56, 63, 64, 65, 70>();
  } else {
    matvec_test::check_range<float, default_arch, 1, 70>();
  }
}

BOOST_AUTO_TEST_CASE(other_instruction_sets_give_the_same) {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (!std::is_same_v<Arch, default_arch>) {
      if constexpr (KILN_FEW_WIDTHS) matvec_test::check_widths<float, Arch, 5, 17, 50>();
      else matvec_test::check_widths<float, Arch, 1, 5, 10, 17, 33, 50, 100>();
    }
  });
}

BOOST_AUTO_TEST_CASE(one_row_of_doubles_is_exact_and_has_the_plain_loops_bits) {
  if constexpr (KILN_FEW_WIDTHS) {
    matvec_test::check_widths<double, default_arch, 3, 8, 15, 33, 65>();
  } else {
    matvec_test::check_widths<double, default_arch, 1, 3, 5, 8, 10, 15, 17, 31, 33, 50, 65, 100,
                              127, 129>();
  }
}

BOOST_AUTO_TEST_CASE(few_terms_have_the_plain_loops_bits) {
  support::for_each_architecture([]<class Arch>(Arch) {
    matvec_test::check_few<float, Arch, 1, 1, 2, 3, 4, 5, 8, 9, 16>();
    matvec_test::check_few<float, Arch, 7, 1, 3, 8, 11, 16>();
    matvec_test::check_few<float, Arch, 16, 1, 4, 10, 13, 16>();
    matvec_test::check_few<float, Arch, 32, 1, 2, 8>();
    matvec_test::check_few<double, Arch, 9, 1, 3, 4, 7, 8>();
  });
}

// One row and a batch: the same bits, also where one row is read by lines.
template <std::size_t Width>
void check_batch() {
  constexpr std::size_t depth = 784, rows = 3, chains = kiln::chain_count(depth, Width);
  support::Samples samples(Width);
  const auto x = samples.uniforms<float>(rows * depth, -1, 1);
  alignas(64) static float w[depth * Width];
  const auto values = samples.uniforms<float>(depth * Width, -1, 1);
  std::copy(values.begin(), values.end(), w);
  std::vector<float> batch(rows * Width), one(Width);
  kiln::multiply<Width, chains>(rows, depth, kiln::straight(x.data(), depth), w,
                                kiln::Store<float>{batch.data(), Width, nullptr, 0});
  for (std::size_t r = 0; r < rows; ++r) {
    kiln::multiply_row<Width, chains>(depth, kiln::straight(&x[r * depth], depth), w,
                                      kiln::Store<float>{one.data(), Width, nullptr, 0});
    BOOST_TEST(support::first_difference(one.data(), &batch[r * Width], Width) == Width);
  }
}

BOOST_AUTO_TEST_CASE(one_row_has_the_bits_of_a_batch) {
  check_batch<3>();
  check_batch<50>();
  if constexpr (!KILN_FEW_WIDTHS) {
    check_batch<10>();
    check_batch<17>();
    check_batch<100>();
    check_batch<521>();
  }
}

// Any two strides: the sums of columns are a product with a row of ones.
BOOST_AUTO_TEST_CASE(the_factors_may_be_one_number_or_every_second) {
  support::Samples samples(3);
  const auto w = samples.integers<float>(100 * 50, -9, 9), x = samples.integers<float>(200, -9, 9);
  const float one = 1;
  float sums[50], products[50];
  kiln::multiply_row<50>(100, kiln::Operand<float>{&one, 0, 0}, w.data(),
                         kiln::Store<float>{sums, 50, nullptr, 0});
  kiln::multiply_row<50>(100, kiln::Operand<float>{x.data(), 0, 2}, w.data(),
                         kiln::Store<float>{products, 50, nullptr, 0});
  for (std::size_t j = 0; j < 50; ++j) {
    float sum = 0, product = 0;
    for (std::size_t k = 0; k < 100; ++k) {
      sum += w[k * 50 + j];
      product += x[2 * k] * w[k * 50 + j];
    }
    BOOST_TEST(sums[j] == sum);
    BOOST_TEST(products[j] == product);
  }
}

// The control: sums in another order have other bits.
BOOST_AUTO_TEST_CASE(another_order_is_noticed) {
  support::Samples samples(4);
  const auto w = samples.uniforms<float>(784 * 10, -1, 1), x = samples.uniforms<float>(784, -1, 1);
  float one[10], four[10];
  kiln::multiply_row<10, 1>(784, kiln::straight(x.data(), 784), w.data(),
                            kiln::Store<float>{one, 10, nullptr, 0});
  kiln::multiply_row<10, 4>(784, kiln::straight(x.data(), 784), w.data(),
                            kiln::Store<float>{four, 10, nullptr, 0});
  BOOST_TEST(support::first_difference(one, four, 10) < 10U);
}

}  // namespace
