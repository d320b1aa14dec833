// SPDX-License-Identifier: MIT
#include <kiln/graph/softmax_cross_entropy.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstddef>

#include <kiln/calculus/gradient.hpp>
#include <kiln/graph/affine.hpp>
#include <kiln/graph/arithmetic.hpp>
#include <kiln/graph/functions.hpp>
#include <kiln/graph/sum.hpp>
#include <kiln/random/engine.hpp>
#include <kiln/random/normal.hpp>
#include <support/tolerance.hpp>

namespace {

using kiln::BasicTensor;
using kiln::Shape;
namespace graph = kiln::graph;
using Scores = BasicTensor<double, Shape{3}>;
using Weight = BasicTensor<double, Shape{2, 3}>;

BOOST_AUTO_TEST_CASE(the_slope_is_probabilities_minus_target_but_for_the_guard) {
  auto scores = graph::variable(Scores{0.3, 2.9, 4.0});
  auto loss = softmax_cross_entropy(scores, Scores{0, 1, 0});
  loss.forward();
  loss.backward();
  const auto& y = loss.operation().probabilities;
  BOOST_TEST(support::close(y(0), 0.018211273, 0, 1e-9));
  BOOST_TEST(support::close(y(1), 0.245191813, 0, 1e-9));
  BOOST_TEST(support::close(y(2), 0.736596914, 0, 1e-9));
  BOOST_TEST(support::close(loss.value(), -std::log(0.245191813), 0, 1e-6));
  const double trust = y(1) / (y(1) + 1e-7);
  BOOST_TEST(support::close(scores.gradient()(0), y(0) * trust, 1e-14, 0));
  BOOST_TEST(support::close(scores.gradient()(1), (y(1) - 1) * trust, 1e-14, 0));
  BOOST_TEST(support::close(scores.gradient()(2), y(2) * trust, 1e-14, 0));
}

BOOST_AUTO_TEST_CASE(the_guard_keeps_the_loss_finite_and_half_of_the_slope) {
  auto scores = graph::variable(Scores{1000, 0, 0});
  auto loss = softmax_cross_entropy(scores, Scores{0, 1, 0});
  BOOST_TEST(support::close(loss.forward(), -std::log(1e-7), 1e-12, 0));
  loss.backward();
  BOOST_TEST(scores.gradient()(1) == -0.5);
}

struct CourseNet {
  Weight gradient;
  Scores scores;
  double loss;
};

// The course's 2×3 net.
constexpr CourseNet run_course_net() {
  auto w = graph::variable(
      "W", Weight{{0.47355232, 0.9977393, 0.84668094}, {0.85557411, 0.03563661, 0.69422093}});
  auto scores = affine(BasicTensor<double, Shape{2}>{0.6, 0.9}, w, Scores{});
  auto loss = softmax_cross_entropy(scores, Scores{0, 0, 1});
  loss.forward();
  loss.backward();
  return {w.gradient(), scores.value(), loss.value()};
}

void check_course_net(const CourseNet& net) {
  const Weight dw{{0.219247627, 0.143562466, -0.362810093},
                  {0.32887144, 0.215343699, -0.544215139}};
  const Scores scores{1.05414809, 0.63071653, 1.1328074};
  BOOST_TEST(support::close(net.loss, 0.9280683, 0, support::course_atol));
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(support::close(net.scores(i), scores(i), 0, support::course_atol));
  }
  for (std::size_t i = 0; i < 6; ++i) {
    BOOST_TEST(support::close(net.gradient.data()[i], dw.data()[i], 0, support::course_atol));
  }
}

BOOST_AUTO_TEST_CASE(the_courses_2_by_3_net_has_the_courses_gradient) {
  check_course_net(run_course_net());
}

BOOST_AUTO_TEST_CASE(the_courses_net_is_differentiated_by_the_compiler) {
  constexpr CourseNet net = run_course_net();
  check_course_net(net);
}

// A batch of 4 through 3-5-2, against central differences of a loss computed with std::exp.
struct TwoLayers {
  BasicTensor<double, Shape{4, 3}> x;
  BasicTensor<double, Shape{4, 2}> t{{1, 0}, {0, 1}, {1, 0}, {0, 1}};
  BasicTensor<double, Shape{3, 5}> w1;
  BasicTensor<double, Shape{5}> b1;
  BasicTensor<double, Shape{5, 2}> w2;
  BasicTensor<double, Shape{2}> b2;

  TwoLayers() {
    kiln::Engine engine(12);
    const auto fill = [&](auto& tensor) {
      for (double& v : tensor) v = kiln::normal<double>(engine);
    };
    fill(x), fill(w1), fill(b1), fill(w2), fill(b2);
  }

  double loss() const {
    double total = 0;
    for (std::size_t n = 0; n < 4; ++n) {
      double z[2] = {b2(0), b2(1)};
      for (std::size_t h = 0; h < 5; ++h) {
        double sum = b1(h);
        for (std::size_t i = 0; i < 3; ++i) sum += x(n, i) * w1(i, h);
        for (std::size_t o = 0; o < 2; ++o) z[o] += w2(h, o) / (1 + std::exp(-sum));
      }
      for (std::size_t o = 0; o < 2; ++o) {
        total -= t(n, o) * std::log(std::exp(z[o]) / (std::exp(z[0]) + std::exp(z[1])) + 1e-7);
      }
    }
    return total / 4;
  }
};

template <class Tensor>
void check_gradient(TwoLayers& net, Tensor& parameter, const Tensor& gradient) {
  const auto expected = kiln::numerical_gradient([&] { return net.loss(); }, parameter.view(),
                                                 support::difference_step);
  for (std::size_t i = 0; i < Tensor::size(); ++i) {
    BOOST_TEST(support::close(gradient.data()[i], expected.data()[i], support::difference_rtol,
                              support::difference_atol));
  }
}

BOOST_AUTO_TEST_CASE(a_net_of_nodes_has_the_gradient_of_its_loss) {
  TwoLayers net;
  auto w1 = graph::variable("W1", net.w1);
  auto b1 = graph::variable("b1", net.b1);
  auto w2 = graph::variable("W2", net.w2);
  auto b2 = graph::variable("b2", net.b2);
  auto hidden = sigmoid(affine(net.x, w1, b1));
  auto loss = softmax_cross_entropy(affine(hidden, w2, b2), net.t);
  BOOST_TEST(support::close(loss.forward(), net.loss(), 1e-12, 0));
  loss.backward();
  check_gradient(net, net.w1, w1.gradient());
  check_gradient(net, net.b1, b1.gradient());
  check_gradient(net, net.w2, w2.gradient());
  check_gradient(net, net.b2, b2.gradient());
}

BOOST_AUTO_TEST_CASE(the_loss_can_be_a_part_of_a_larger_expression) {
  auto scores = graph::variable(Scores{0.3, 2.9, 4.0});
  auto loss = softmax_cross_entropy(scores, Scores{0, 1, 0});
  auto total = 3 * loss + 0.5 * sum(scores * scores);
  total.forward();
  total.backward();
  const auto& y = loss.operation().probabilities;
  const double slope = y(0) * y(1) / (y(1) + 1e-7);
  BOOST_TEST(support::close(scores.gradient()(0), 3 * slope + 0.3, 1e-14, 0));
}

}  // namespace
