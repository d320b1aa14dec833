// SPDX-License-Identifier: MIT
#include <kiln/activations/apply.hpp>

#include <kiln/activations/identity.hpp>
#include <kiln/activations/relu.hpp>
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/activations/step.hpp>
#include <kiln/activations/tanh.hpp>

#include <boost/test/unit_test.hpp>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/reference.hpp"
#include "support/samples.hpp"
#include "support/swish.hpp"
#include "support/tolerance.hpp"

namespace {

using namespace kiln;

static_assert(!slope_needs_input<Identity>() && !slope_needs_input<Sigmoid>() &&
              !slope_needs_input<Softmax>() && slope_needs_input<support::Swish>());

constexpr std::size_t rows = 5, width = 13;

// Values against plain double, slopes against differences of those, on every instruction set.
template <class A>
void check(reference::Activation name, std::uint64_t seed) {
  support::Samples samples(seed);
  const auto z = samples.uniforms<double>(rows * width, -4, 4);
  const auto dy = samples.uniforms<double>(rows * width, -1, 1);
  const auto truth = [&](std::vector<double> scores) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto row = scores.begin() + static_cast<std::ptrdiff_t>(r * width);
      const auto y = reference::activate(
          name, reference::Vector(row, row + static_cast<std::ptrdiff_t>(width)));
      std::copy(y.begin(), y.end(), row);
    }
    return scores;
  };
  const auto expected = truth(z);
  // Σ dy·y as a function of one z.
  const auto slope = [&](std::size_t k) {
    const double h = support::difference_step;
    auto above = z, below = z;
    above[k] += h;
    below[k] -= h;
    above = truth(above);
    below = truth(below);
    double difference = 0;
    for (std::size_t i = 0; i < z.size(); ++i) difference += dy[i] * (above[i] - below[i]);
    return difference / (2 * h);
  };
  support::for_each_architecture([&]<class Arch>(Arch) {
    std::vector<double> y = z, dz = dy;
    activate<A, width, Arch>(rows, y.data());
    activate_backward<A, width, Arch>(rows, (slope_needs_input<A>() ? z : y).data(), dz.data());
    for (std::size_t k = 0; k < z.size(); ++k) {
      BOOST_TEST(support::close(y[k], expected[k], support::forward_atol_double,
                                support::forward_atol_double));
      BOOST_TEST(
          support::close(dz[k], slope(k), support::difference_rtol, support::difference_atol));
    }
  });
}

BOOST_AUTO_TEST_CASE(values_agree_with_the_formula_and_slopes_with_differences) {
  check<Identity>(reference::Activation::identity, 101);
  check<Step>(reference::Activation::step, 102);
  check<Sigmoid>(reference::Activation::sigmoid, 103);
  check<Tanh>(reference::Activation::tanh, 104);
  check<ReLU>(reference::Activation::relu, 105);
  check<Softmax>(reference::Activation::softmax, 106);
  check<support::Swish>(reference::Activation::swish, 107);
}

}  // namespace
