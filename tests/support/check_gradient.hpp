// SPDX-License-Identifier: MIT
#pragma once
// One net, checked whole: outputs, loss, gradients of parameters and input, and the Jacobian,
// against the reference in double (reference.hpp) and against central differences.

#include <kiln/net/net.hpp>
#include <kiln/net/numerical_gradient.hpp>

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>

#include "support/bits.hpp"
#include "support/of_net.hpp"
#include "support/tolerance.hpp"

namespace support {

/// How many of the elements are farther than the tolerance from the expected ones.
template <class T>
std::size_t beyond(const T* got, const reference::Vector& expected, double rtol, double atol) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    count += close(static_cast<double>(got[i]), expected[i], rtol, atol) ? 0 : 1;
  }
  return count;
}

/// The tolerances of a scalar.
template <class T>
inline constexpr bool is_float = std::is_same_v<T, float>;
template <class T>
inline constexpr double backward_rtol = is_float<T> ? backward_rtol_float : backward_rtol_double;
template <class T>
inline constexpr double backward_atol = is_float<T> ? backward_atol_float : backward_atol_double;
template <class T>
inline constexpr double forward_atol = is_float<T> ? forward_atol_float : forward_atol_double;

/// A net of scalar `Net::Scalar` against the reference, on n rows.
template <class Net, class Loss, std::size_t Rows>
struct Checked {
  using T = typename Net::Scalar;
  static constexpr std::size_t in = Net::input.size(), out = Net::output.size();

  Net net;
  kiln::Workspace<Net, Rows> workspace;
  typename Net::Gradient gradient;
  Batch<T> batch;

  explicit Checked(std::uint64_t seed) {
    Samples samples(seed);
    fill(net, samples);
    batch = Batch<T>::draw(net, named<Loss>, Rows, samples);
  }

  void against_reference() {
    const reference::Net truth = reference_of(net);
    const reference::Vector x = doubles(batch.x), t = doubles(batch.t);
    const reference::Gradients expected = truth.backward(named<Loss>, x, t);

    const auto y = net.predict(batch.x, workspace);
    BOOST_TEST(beyond(y.data(), truth.predict(x), 0, forward_atol<T>) == 0U);
    BOOST_TEST(close(static_cast<double>(net.loss(Loss{}, batch.x, batch.t, workspace)),
                     expected.loss, backward_rtol<T>, backward_atol<T>));
    const T loss = net.gradient(Loss{}, batch.x, batch.t, workspace, gradient);
    BOOST_TEST(close(static_cast<double>(loss), expected.loss, backward_rtol<T>, backward_atol<T>));
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      const auto check = [&](const auto& layer, std::size_t l) {
        BOOST_TEST(beyond(layer.weight.data(), expected.weight[l], backward_rtol<T>,
                          backward_atol<T>) == 0U,
                   "weights of layer " << l);
        BOOST_TEST(
            beyond(layer.bias.data(), expected.bias[l], backward_rtol<T>, backward_atol<T>) == 0U,
            "biases of layer " << l);
      };
      (check(std::as_const(gradient).template layer<I>(), I), ...);
    }
    (std::make_index_sequence<Net::layer_count>());

    std::vector<T> dx(Rows * in);
    const T again = net.input_gradient(Loss{}, batch.x, batch.t, workspace,
                                       kiln::Rows<T, Net::input>(dx.data(), Rows));
    BOOST_TEST(same_bits(loss, again));
    BOOST_TEST(beyond(dx.data(), expected.input, backward_rtol<T>, backward_atol<T>) == 0U);
  }

  /// Gradients of parameters and input, and the Jacobian, against central differences in double.
  void against_differences() {
    static_assert(std::is_same_v<T, double>);
    net.gradient(Loss{}, batch.x, batch.t, workspace, gradient);
    auto numerical = std::make_unique<typename Net::Gradient>();
    kiln::numerical_gradient(net, Loss{}, batch.x, batch.t, workspace, *numerical, difference_step);
    std::size_t wrong = 0;
    for (std::size_t k = 0; k < Net::trained_count; ++k) {
      wrong +=
          close(gradient.storage()[k], numerical->storage()[k], difference_rtol, difference_atol)
              ? 0
              : 1;
    }
    BOOST_TEST(wrong == 0U, "parameters: " << wrong << " beyond the tolerance");

    std::vector<double> dx(Rows * in);
    net.input_gradient(Loss{}, batch.x, batch.t, workspace,
                       kiln::Rows<double, Net::input>(dx.data(), Rows));
    const double h = difference_step;
    std::size_t inputs_wrong = 0, jacobian_wrong = 0;
    std::vector<double> moved = batch.x;
    for (std::size_t i = 0; i < Rows * in; ++i) {
      moved[i] = batch.x[i] + h;
      const double above = net.loss(Loss{}, moved, batch.t, workspace);
      moved[i] = batch.x[i] - h;
      const double below = net.loss(Loss{}, moved, batch.t, workspace);
      moved[i] = batch.x[i];
      inputs_wrong +=
          close(dx[i], (above - below) / (2 * h), difference_rtol, difference_atol) ? 0 : 1;
    }
    BOOST_TEST(inputs_wrong == 0U, "inputs: " << inputs_wrong << " beyond the tolerance");

    std::vector<double> jacobian(out * in), sample(batch.x.begin(), batch.x.begin() + in);
    net.jacobian(sample, workspace, kiln::View<double, kiln::Shape{out, in}>(jacobian.data()));
    for (std::size_t j = 0; j < in; ++j) {
      const double before = sample[j];
      sample[j] = before + h;
      const auto above = net.predict(sample);
      sample[j] = before - h;
      const auto below = net.predict(sample);
      sample[j] = before;
      for (std::size_t i = 0; i < out; ++i) {
        const double slope = (above.data()[i] - below.data()[i]) / (2 * h);
        jacobian_wrong +=
            close(jacobian[i * in + j], slope, difference_rtol, difference_atol) ? 0 : 1;
      }
    }
    BOOST_TEST(jacobian_wrong == 0U, "Jacobian: " << jacobian_wrong << " beyond the tolerance");
  }
};

/// The net in double against both. Seeds are chosen so that no z lies within a step of 0,
/// where ReLU and Step have no derivative.
template <class Loss, std::size_t Rows, kiln::Shape In, class... Layers>
void check_net(const std::string& what, std::uint64_t seed) {
  BOOST_TEST_CONTEXT(what) {
    auto exact = std::make_unique<Checked<kiln::BasicNet<double, In, Layers...>, Loss, Rows>>(seed);
    exact->against_reference();
    exact->against_differences();
  }
}

/// The net in float against the reference.
template <class Loss, std::size_t Rows, kiln::Shape In, class... Layers>
void check_float_net(const std::string& what, std::uint64_t seed) {
  BOOST_TEST_CONTEXT(what) {
    auto net = std::make_unique<Checked<kiln::Net<In, Layers...>, Loss, Rows>>(seed);
    net->against_reference();
  }
}

}  // namespace support
