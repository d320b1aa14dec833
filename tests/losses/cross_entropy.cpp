// SPDX-License-Identifier: MIT
#include <kiln/losses/cross_entropy.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/reference.hpp"
#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace {

using namespace kiln;

constexpr std::array<float, 10> right{0.1F, 0.05F, 0.6F, 0, 0.05F, 0.1F, 0, 0.1F, 0, 0};
constexpr std::array<float, 10> wrong{0.1F, 0.05F, 0.1F, 0, 0.05F, 0.1F, 0, 0.6F, 0, 0};
constexpr std::array<float, 10> two{0, 0, 1, 0, 0, 0, 0, 0, 0, 0};

template <class T, Shape Out, class Arch = simd::default_arch, class Y, class X>
T value(const CrossEntropy& loss, const Y& y, const X& targets) {
  return loss.value<Arch>(as_rows<T, Out>(y), as_targets<T, Out>(targets));
}

BOOST_AUTO_TEST_CASE(the_courses_values) {
  const auto close = [](float a, double b) { return support::close(a, b, 0, 2e-7); };
  BOOST_TEST(close(value<float, Shape{10}>({}, right, two), 0.510825457));
  BOOST_TEST(close(value<float, Shape{10}>({}, right, 2), 0.510825457));
  BOOST_TEST(close(value<float, Shape{10}>({}, wrong, two), 2.302584));
  BOOST_TEST(close(value<float, Shape{10}>({}, wrong, 2), 2.302584));
  // A batch is the mean of its samples.
  std::vector<float> both(right.begin(), right.end());
  both.insert(both.end(), wrong.begin(), wrong.end());
  std::vector<float> targets(two.begin(), two.end());
  targets.insert(targets.end(), two.begin(), two.end());
  BOOST_TEST(close(value<float, Shape{10}>({}, both, targets), (0.510825457 + 2.302584) / 2));
  BOOST_TEST(
      close(value<float, Shape{10}>({}, both, std::array{2, 2}), (0.510825457 + 2.302584) / 2));
}

BOOST_AUTO_TEST_CASE(the_guard_keeps_the_loss_finite) {
  constexpr std::array<double, 2> y{0, 1};
  BOOST_TEST((support::close(value<double, Shape{2}>({}, y, 0), -std::log(1e-7), 1e-12, 0)));
  BOOST_TEST(
      (support::close(value<double, Shape{2}>({.guard = 1e-3}, y, 0), -std::log(1e-3), 1e-12, 0)));
  BOOST_TEST(std::isinf(value<double, Shape{2}>({.guard = 0}, y, 0)));
  BOOST_TEST((value<double, Shape{2}>({.guard = 0}, y, 1)) == 0);
  // A target of 0 weighs nothing, even at ln 0.
  BOOST_TEST((value<double, Shape{2}>({.guard = 0}, y, std::array{0.0, 1.0})) == 0);
}

// Rows of probabilities, one-hot targets and the labels they stand for.
template <class T>
struct Data {
  static constexpr std::size_t width = 11, rows = 37;
  std::vector<T> y, one_hot;
  std::vector<int> labels;

  explicit Data(std::uint64_t seed) {
    support::Samples samples(seed);
    for (std::size_t r = 0; r < rows; ++r) {
      const reference::Vector z = samples.uniforms<double>(width, -3, 3);
      for (const double p : reference::activate(reference::Activation::softmax, z)) {
        y.push_back(static_cast<T>(p));
      }
      labels.push_back(static_cast<int>(samples.integer(0, width - 1)));
      for (std::size_t j = 0; j < width; ++j) {
        one_hot.push_back(static_cast<int>(j) == labels.back() ? T(1) : T(0));
      }
    }
  }
};

template <class T, class Arch, class Targets>
std::vector<T> delta(const Data<T>& data, const Targets& targets, double guard) {
  constexpr Shape out{Data<T>::width};
  std::vector<T> dz(data.y.size());
  CrossEntropy{.guard = guard}.delta<Arch>(as_rows<T, out>(data.y), as_targets<T, out>(targets),
                                           data.rows, dz.data());
  return dz;
}

template <class T>
void check_labels(double guard) {
  const Data<T> data(81);
  const auto truth = delta<T, simd::plain>(data, data.labels, guard);
  support::for_each_architecture([&]<class Arch>(Arch) {
    BOOST_TEST(support::same_bits_in(delta<T, Arch>(data, data.labels, guard), truth));
    BOOST_TEST(support::same_bits_in(delta<T, Arch>(data, data.one_hot, guard), truth));
    constexpr Shape out{Data<T>::width};
    const T a = value<T, out, Arch>({.guard = guard}, data.y, data.labels);
    const T b = value<T, out, Arch>({.guard = guard}, data.y, data.one_hot);
    BOOST_TEST(
        support::same_bits(a, value<T, out, simd::plain>({.guard = guard}, data.y, data.labels)));
    BOOST_TEST(support::close(static_cast<double>(a), static_cast<double>(b),
                              support::product_bound<T>(Data<T>::rows, 1), 0));
    double exact = 0;
    for (std::size_t r = 0; r < Data<T>::rows; ++r) {
      const auto label = static_cast<std::size_t>(data.labels[r]);
      exact -= std::log(static_cast<double>(data.y[r * Data<T>::width + label]) + guard);
    }
    exact /= static_cast<double>(Data<T>::rows);
    BOOST_TEST(support::close(static_cast<double>(a), exact,
                              support::product_bound<T>(Data<T>::rows, 1), 0));
  });
}

BOOST_AUTO_TEST_CASE(labels_and_one_hot_rows_give_the_same_bits) {
  check_labels<float>(1e-7);
  check_labels<float>(0);
  check_labels<double>(1e-7);
  check_labels<double>(0);
}

// L(z) = value(softmax(z)) by differences: δ is the derivative of exactly the loss that is shown.
BOOST_AUTO_TEST_CASE(delta_is_the_derivative_of_the_loss_through_softmax) {
  constexpr std::size_t n = 5, width = 7;
  constexpr Shape out{width};
  for (const double guard : {1e-7, 1e-2, 0.0}) {
    // Within ±1 no probability is below e⁻²/7, and so none below a guard.
    support::Samples samples(82);
    std::vector<double> z = samples.uniforms<double>(n * width, -1, 1);
    std::vector<double> t = samples.uniforms<double>(n * width, 0, 1);
    for (std::size_t j = 0; j < width; ++j) t[j] = j == 3 ? 1 : 0;
    const CrossEntropy loss{.guard = guard};
    const auto through = [&](const std::vector<double>& scores) {
      std::vector<double> y;
      for (std::size_t r = 0; r < n; ++r) {
        const auto from = scores.begin() + static_cast<std::ptrdiff_t>(r * width);
        for (const double p : reference::activate(
                 reference::Activation::softmax,
                 reference::Vector(from, from + static_cast<std::ptrdiff_t>(width)))) {
          y.push_back(p);
        }
      }
      return y;
    };
    std::vector<double> dz(n * width);
    const auto y = through(z);
    loss.delta<simd::default_arch>(as_rows<double, out>(y), as_targets<double, out>(t), n,
                                   dz.data());
    const double h = support::difference_step;
    for (std::size_t k = 0; k < z.size(); ++k) {
      const double before = z[k];
      z[k] = before + h;
      const double above = value<double, out>(loss, through(z), t);
      z[k] = before - h;
      const double below = value<double, out>(loss, through(z), t);
      z[k] = before;
      BOOST_TEST(support::close(dz[k], (above - below) / (2 * h), support::difference_rtol,
                                support::difference_atol));
    }
  }
}

// Below the guard the loss is flat, and the slope is continued at half of y − t, so that a wrong
// and confident net still learns.
BOOST_AUTO_TEST_CASE(a_confidently_wrong_sample_keeps_half_its_slope) {
  constexpr std::array<double, 3> y{1e-12, 0.25, 0.75 - 1e-12};
  std::array<double, 3> dz{};
  CrossEntropy{}.delta<simd::default_arch>(as_rows<double, Shape{3}>(y),
                                           as_targets<double, Shape{3}>(0), 1, dz.data());
  BOOST_TEST(support::close(dz[0], -0.5, 1e-9, 0));
  BOOST_TEST(support::close(dz[1], 0.125, 1e-9, 0));
  BOOST_TEST(support::close(dz[2], 0.375, 1e-9, 0));
  constexpr std::array<double, 3> none{0, 0.25, 0.75};
  CrossEntropy{}.delta<simd::default_arch>(as_rows<double, Shape{3}>(none),
                                           as_targets<double, Shape{3}>(0), 1, dz.data());
  BOOST_TEST(dz[0] == -0.5);
}

// Rows that are a part of a batch are divided by the batch's number.
BOOST_AUTO_TEST_CASE(the_delta_of_some_rows_is_the_batchs) {
  const Data<double> data(84);
  const auto whole = delta<double, simd::default_arch>(data, data.labels, 1e-7);
  constexpr std::size_t width = Data<double>::width, first = 3, n = 5;
  const auto y = as_rows<double, Shape{width}>(data.y);
  const auto t = as_targets<double, Shape{width}>(data.labels);
  std::vector<double> part(n * width);
  const auto matches = [&](std::size_t batch) {
    CrossEntropy{}.delta<simd::default_arch>(y.slice(first, n), t.slice(first, n), batch,
                                             part.data());
    return support::first_difference(part.data(), &whole[first * width], n * width) == n * width;
  };
  BOOST_TEST(matches(data.rows));
  BOOST_TEST(!matches(n));
}

BOOST_AUTO_TEST_CASE(without_a_guard_delta_is_y_minus_t_over_n) {
  const Data<double> data(83);
  const auto dz = delta<double, simd::default_arch>(data, data.labels, 0);
  for (std::size_t i = 0; i < dz.size(); ++i) {
    const double expected = (data.y[i] - data.one_hot[i]) / static_cast<double>(data.rows);
    BOOST_TEST(support::close(dz[i], expected, 1e-15, 0));
  }
}

}  // namespace
