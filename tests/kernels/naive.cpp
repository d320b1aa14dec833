// SPDX-License-Identifier: MIT
#include <kiln/kernels/naive.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "kernels/matmul.hpp"

namespace {

// What kiln writes as fma: fused where the hardware has it.
template <class T>
T multiply_add(T a, T b, T c) {
  return kiln::simd::has_fma<decltype(a)> ? std::fma(a, b, c) : a * b + c;
}

// The order of chains.hpp, written out: term k belongs to sum k mod chains, and the sums are added
// c0 + c1, or (c0 + c1) + (c2 + c3).
template <std::size_t Chains, class T>
T in_order(T start, std::size_t depth, const T* a, const T* b, std::size_t b_step) {
  T c[Chains] = {start};
  for (std::size_t k = 0; k < depth; ++k) {
    c[k % Chains] = multiply_add(a[k], b[k * b_step], c[k % Chains]);
  }
  if constexpr (Chains == 1) return c[0];
  else if constexpr (Chains == 2) return c[0] + c[1];
  else return (c[0] + c[1]) + (c[2] + c[3]);
}

template <std::size_t Chains, class T, class Arch>
void check_order() {
  constexpr std::size_t rows = 5, depth = 131, width = 19;
  support::Samples samples(7);
  const auto x = samples.uniforms<T>(rows * depth, -1, 1);
  const auto w = samples.uniforms<T>(depth * width, -1, 1);
  const auto bias = samples.uniforms<T>(width, -1, 1);
  std::vector<T> y(rows * width);
  kiln::multiply<width, Chains, Arch>(rows, depth, kiln::straight(x.data(), depth), w.data(),
                                      kiln::Store<T>{y.data(), width, bias.data(), 0});
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < width; ++j) {
      const T expected = in_order<Chains>(bias[j], depth, &x[i * depth], &w[j], width);
      wrong += support::same_bits(y[i * width + j], expected) ? 0 : 1;
    }
  }
  BOOST_TEST(wrong == 0U, Chains << " chains");
}

template <class T, class Arch>
void check_orders() {
  check_order<1, T, Arch>();
  check_order<2, T, Arch>();
  check_order<4, T, Arch>();
}

BOOST_AUTO_TEST_CASE(sums_run_in_the_documented_order) {
  check_orders<float, kiln::simd::plain>();
  check_orders<float, kiln::simd::default_arch>();
  check_orders<double, kiln::simd::plain>();
  check_orders<double, kiln::simd::default_arch>();
}

constexpr std::array<float, 4> product() {
  constexpr std::array<float, 4> x{1, 2, 3, 4};
  constexpr std::array<float, 4> w{5, 6, 7, 8};
  std::array<float, 4> y{};
  kiln::naive::multiply<1>(2, 2, 2, kiln::straight(x.data(), 2), {w.data(), 2, 1},
                           kiln::Store<float>{y.data(), 2, nullptr, 0});
  return y;
}

BOOST_AUTO_TEST_CASE(products_run_in_constant_evaluation) {
  static_assert(product() == std::array<float, 4>{19, 22, 43, 50});
}

// The control of the matmul tests: they notice one wrong element.
BOOST_AUTO_TEST_CASE(a_wrong_product_is_noticed) {
  using matmul_test::Data;
  const std::vector<float> x{1, 2, 3}, w{4, 5, 6};
  const float zero = 0;
  const matmul_test::Truth<float> truth(1, 3, 1, {x.data(), 3, 1}, {w.data(), 1, 1}, {&zero, 0, 0});
  BOOST_TEST(truth.wrong(Data::integers, 3, {32.0F}) == 0U);
  BOOST_TEST(truth.wrong(Data::random, 3, {32.0F}) == 0U);
  BOOST_TEST(truth.wrong(Data::integers, 3, {std::nextafter(32.0F, 33.0F)}) == 1U);
  BOOST_TEST(truth.wrong(Data::random, 3, {32.0F * (1 + 8 * 0x1p-24F)}) == 1U);
  BOOST_TEST(truth.wrong(Data::random, 3, {std::nanf("")}) == 1U);
}

}  // namespace
