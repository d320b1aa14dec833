// SPDX-License-Identifier: MIT
#include <kiln/simd/reduce.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace {

namespace simd = kiln::simd;

// The documented order: element i belongs to lane i mod 16; lanes are added i and i + 8, + 4, + 2,
// + 1.
template <class T>
T in_order(const std::vector<T>& terms) {
  std::vector<T> lane(16, T(0));
  for (std::size_t i = 0; i < terms.size(); ++i) lane[i % 16] = lane[i % 16] + terms[i];
  for (const std::size_t step : {8, 4, 2, 1}) {
    for (std::size_t i = 0; i < step; ++i) lane[i] = lane[i] + lane[i + step];
  }
  return lane[0];
}

template <class T>
void check_sums() {
  support::for_each_architecture([]<class Arch>(Arch) {
    std::size_t wrong = 0, wrong_differences = 0;
    double worst = 0;
    for (std::size_t n = 0; n <= 67; ++n) {
      support::Samples samples(n);
      const support::Guarded<T> x(samples.uniforms<T>(n, -1, 1)), y(samples.uniforms<T>(n, -1, 1));
      std::vector<T> terms(x.data(), x.data() + n), differences(n);
      support::Wider<T> exact = 0, size = 0;
      for (std::size_t i = 0; i < n; ++i) {
        differences[i] = x.data()[i] - y.data()[i];
        exact += terms[i];
        size += std::abs(terms[i]);
      }
      const T sum = simd::sum<Arch>(
          n, [](const auto& a) { return a; }, x.data());
      wrong += support::same_bits(sum, in_order(terms)) ? 0 : 1;
      const T second = simd::sum<Arch>(
          n, [](const auto& a, const auto& b) { return a - b; }, x.data(), y.data());
      wrong_differences += support::same_bits(second, in_order(differences)) ? 0 : 1;
      if (n > 0) {
        const double bound = support::product_bound<T>(n, static_cast<double>(size));
        worst = std::max(worst, static_cast<double>(std::abs(sum - exact)) / bound);
      }
    }
    BOOST_TEST(wrong == 0U);
    BOOST_TEST(wrong_differences == 0U);
    BOOST_TEST(worst <= 1.0);
  });
}

BOOST_AUTO_TEST_CASE(a_sum_runs_in_the_documented_order_on_every_instruction_set) {
  check_sums<float>();
  check_sums<double>();
}

// Products are the terms of a softmax's gradient and of squared errors: were one fused into the
// sum, compilers would differ.
BOOST_AUTO_TEST_CASE(a_sum_of_products_rounds_every_product) {
  support::for_each_architecture([]<class Arch>(Arch) {
    std::size_t wrong = 0;
    for (std::size_t n = 0; n <= 67; ++n) {
      support::Samples samples(n);
      const auto x = samples.uniforms<float>(n, -1, 1), y = samples.uniforms<float>(n, -1, 1);
      std::vector<float> terms(n);
      for (std::size_t i = 0; i < n; ++i) {
        const volatile float product = x[i] * y[i];
        terms[i] = product;
      }
      const float sum = simd::sum<Arch>(
          n, [](const auto& a, const auto& b) { return a * b; }, x.data(), y.data());
      wrong += support::same_bits(sum, in_order(terms)) ? 0 : 1;
    }
    BOOST_TEST(wrong == 0U, wrong << " of 68 sums");
  });
}

BOOST_AUTO_TEST_CASE(the_maximum_is_found_wherever_it_stands) {
  for (std::size_t n = 1; n <= 67; ++n) {
    for (std::size_t at = 0; at < n; ++at) {
      support::Samples samples(n);
      auto values = samples.uniforms<float>(n, -2, -1);
      values[at] = -0.5F;
      const support::Guarded<float> x(values);
      BOOST_TEST(simd::maximum(n, x.data()) == -0.5F);
    }
  }
}

constexpr float constant_sum() {
  const std::array<float, 3> x{1, 2, 3};
  return simd::sum<simd::default_arch>(
      3, [](const auto& a) { return a * a; }, x.data());
}

BOOST_AUTO_TEST_CASE(sums_run_in_constant_evaluation) { static_assert(constant_sum() == 14); }

}  // namespace
