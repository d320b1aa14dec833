// SPDX-License-Identifier: MIT
#include <kiln/scalars/dual.hpp>

#include <kiln/activations/relu.hpp>
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/activations/tanh.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/net/convert.hpp>
#include <kiln/net/net.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "support/of_net.hpp"
#include "support/tolerance.hpp"

namespace {

using namespace kiln;
using D = Dual<double>;

BOOST_AUTO_TEST_CASE(slopes_are_those_of_calculus) {
  support::Samples samples(321);
  std::size_t wrong = 0;
  const auto look = [&](const D& got, double value, double slope) {
    wrong += support::close(got.value, value, 1e-14, 1e-15) &&
                     support::close(got.slope, slope, 1e-13, 1e-14)
                 ? 0
                 : 1;
  };
  for (int i = 0; i < 1000; ++i) {
    const double x = samples.uniform(0.1, 3), c = samples.uniform(0.5, 2);
    const D a(x, 1);
    look(a + c, x + c, 1);
    look(c - a, c - x, -1);
    look(a * a * c, x * x * c, 2 * x * c);
    look(c / a, c / x, -c / (x * x));
    look(fma(a, a, a), x * x + x, 2 * x + 1);
    look(exp(a), std::exp(x), std::exp(x));
    look(log(a), std::log(x), 1 / x);
    look(sqrt(a), std::sqrt(x), 0.5 / std::sqrt(x));
    look(tanh(a), std::tanh(x), 1 / (std::cosh(x) * std::cosh(x)));
    const double s = 1 / (1 + std::exp(-x));
    look(sigmoid(a), s, s * (1 - s));
  }
  BOOST_TEST(wrong == 0U);
  look(exp(D(1, 1)), std::exp(1), 2);  // the control
  BOOST_TEST(wrong == 1U);
}

// dL/dx and the Jacobian by backpropagation against dual numbers, to the last digits.
template <class... Layers>
void check_net(std::uint64_t seed) {
  using Real = BasicNet<double, 3, Layers...>;
  using DualNet = BasicNet<D, 3, Layers...>;
  constexpr std::size_t out = Real::output.size();
  support::Samples samples(seed);
  Real net;
  support::fill(net, samples);
  DualNet twin;
  convert(net, twin);
  Workspace<Real, 1> workspace;
  Workspace<DualNet, 1> twin_workspace;
  const auto x = samples.uniforms<double>(3, -1, 1);
  const int label = 1;
  std::array<double, 3> dx{};
  std::array<double, out * 3> jacobian{};
  net.input_gradient(CrossEntropy{}, x, label, workspace, Rows<double, Shape{3}>(dx.data(), 1));
  net.jacobian(x, workspace, View<double, Shape{out, 3}>(jacobian.data()));
  for (std::size_t j = 0; j < 3; ++j) {
    std::array<D, 3> seeded;
    for (std::size_t k = 0; k < 3; ++k) seeded[k] = D(x[k], k == j ? 1 : 0);
    const D loss = twin.loss(CrossEntropy{}, seeded, label, twin_workspace);
    BOOST_TEST(support::close(dx[j], loss.slope, 1e-12, 1e-14));
    const auto y = twin.predict(seeded);
    for (std::size_t i = 0; i < out; ++i) {
      BOOST_TEST(support::close(jacobian[i * 3 + j], y(i).slope, 1e-12, 1e-14));
    }
  }
}

BOOST_AUTO_TEST_CASE(backpropagation_agrees_with_dual_numbers_to_the_last_digits) {
  check_net<Dense<5, Sigmoid>, Dense<3, Softmax>>(331);
  check_net<Dense<7, Tanh>, Dense<5, ReLU>, Dense<4, Softmax>>(332);
}

}  // namespace
