// SPDX-License-Identifier: MIT
#include <kiln/losses/squared_error.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace {

using namespace kiln;

template <class T, Shape Out, class Arch = simd::default_arch, class Loss, class Y, class X>
T value(const Loss& loss, const Y& y, const X& targets) {
  return loss.template value<Arch>(as_rows<T, Out>(y), as_targets<T, Out>(targets));
}

BOOST_AUTO_TEST_CASE(the_courses_values) {
  constexpr Shape ten{10};
  constexpr std::array<float, 10> right{0.1F, 0.05F, 0.6F, 0, 0.05F, 0.1F, 0, 0.1F, 0, 0};
  constexpr std::array<float, 10> wrong{0.1F, 0.05F, 0.1F, 0, 0.05F, 0.1F, 0, 0.6F, 0, 0};
  constexpr std::array<float, 10> two{0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
  const auto close = [](float a, double b) { return support::close(a, b, 0, 1e-7); };
  BOOST_TEST(close(value<float, ten>(SquaredError{}, right, two), 0.0975));
  BOOST_TEST(close(value<float, ten>(SquaredError{}, wrong, two), 0.5975));
  BOOST_TEST(close(value<float, ten>(SquaredError{}, right, 2), 0.0975));
  BOOST_TEST(close(value<float, ten>(MeanSquaredError{}, right, two), 0.0195));
  std::vector<float> both(right.begin(), right.end());
  both.insert(both.end(), wrong.begin(), wrong.end());
  BOOST_TEST(
      close(value<float, ten>(SquaredError{}, both, std::array{2, 2}), (0.0975 + 0.5975) / 2));
  BOOST_TEST(
      close(value<float, ten>(MeanSquaredError{}, both, std::array{2, 2}), (0.0975 + 0.5975) / 10));
}

// Labels, the one-hot rows they stand for, plain loops and registers: the same bits.
template <class T, class Loss>
void check() {
  constexpr std::size_t n = 29, width = 7;
  constexpr Shape out{width};
  support::Samples samples(91);
  const auto y = samples.uniforms<T>(n * width, -1, 2);
  std::vector<std::size_t> labels;
  std::vector<T> one_hot;
  support::Wider<T> total = 0;
  for (std::size_t r = 0; r < n; ++r) {
    labels.push_back(static_cast<std::size_t>(samples.integer(0, width - 1)));
    for (std::size_t j = 0; j < width; ++j) one_hot.push_back(j == labels[r] ? T(1) : T(0));
  }
  std::vector<T> a(n * width), b(n * width);
  Loss{}.template gradient<simd::default_arch>(as_rows<T, out>(y), as_targets<T, out>(labels), n,
                                               a.data());
  Loss{}.template gradient<simd::default_arch>(as_rows<T, out>(y), as_targets<T, out>(one_hot), n,
                                               b.data());
  BOOST_TEST(support::same_bits_in(a, b));
  // Rows that are a part of a batch are divided by the batch's number.
  const auto last_rows_match = [&](std::size_t batch) {
    const auto rows = as_rows<T, out>(y).slice(20, n - 20);
    const auto t = as_targets<T, out>(labels).slice(20, n - 20);
    Loss{}.template gradient<simd::default_arch>(rows, t, batch, b.data());
    return support::first_difference(b.data(), &a[20 * width], rows.size()) == rows.size();
  };
  BOOST_TEST(last_rows_match(n));
  BOOST_TEST(!last_rows_match(n - 20));
  const bool is_mean = std::is_same_v<Loss, MeanSquaredError>;
  const double scale = is_mean ? 2.0 / (n * width) : 1.0 / n;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const support::Wider<T> d = static_cast<support::Wider<T>>(y[i]) - one_hot[i];
    total += d * d;
    BOOST_TEST(support::close(static_cast<double>(a[i]), static_cast<double>(d) * scale,
                              support::product_bound<T>(2, 1), 0));
  }
  const double exact = static_cast<double>(total) * scale / 2;
  support::for_each_architecture([&]<class Arch>(Arch) {
    const T rows = value<T, out, Arch>(Loss{}, y, one_hot);
    BOOST_TEST(support::same_bits(rows, value<T, out, Arch>(Loss{}, y, labels)));
    BOOST_TEST(support::same_bits(rows, value<T, out, simd::plain>(Loss{}, y, one_hot)));
    BOOST_TEST(support::close(static_cast<double>(rows), exact,
                              support::product_bound<T>(n * width / 16 + 8, 1), 0));
  });
}

BOOST_AUTO_TEST_CASE(labels_and_one_hot_rows_give_the_same_bits) {
  check<float, SquaredError>();
  check<float, MeanSquaredError>();
  check<double, SquaredError>();
  check<double, MeanSquaredError>();
}

// No compiler may fuse the squares into their sum: the bits are those of constant evaluation.
constexpr std::array<float, 19> outputs() {
  std::array<float, 19> y{};
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = 1.0F / static_cast<float>(3 + i);
  return y;
}

template <class Loss, class Targets>
void check_constant(const Targets&) {
  constexpr Shape out{19};
  static constexpr auto y = outputs();
  static constexpr Targets targets{};
  constexpr float constant = Loss{}.template value<simd::default_arch>(
      as_rows<float, out>(y), as_targets<float, out>(targets));
  const volatile float hidden = 1;
  std::array<float, 19> seen = y;
  for (float& x : seen) x *= hidden;
  BOOST_TEST(support::same_bits(constant, value<float, out>(Loss{}, seen, targets)));
  BOOST_TEST(support::same_bits(constant, value<float, out, simd::plain>(Loss{}, seen, targets)));
}

BOOST_AUTO_TEST_CASE(the_loss_in_constant_evaluation_is_that_of_run_time) {
  check_constant<SquaredError>(std::array<float, 19>{});
  check_constant<SquaredError>(std::array<int, 1>{});
  check_constant<MeanSquaredError>(std::array<float, 19>{});
}

}  // namespace
