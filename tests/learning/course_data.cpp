// SPDX-License-Identifier: MIT
// The course's net on real MNIST: item 11 of the course, over three seeds.

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <kiln/data/minibatches.hpp>
#include <kiln/io/mnist.hpp>
#include <kiln/kiln.hpp>
#include <span>
#include <string>

namespace {

template <class T>
using Course =
    kiln::BasicNet<T, 784, kiln::Dense<50, kiln::Sigmoid>, kiln::Dense<10, kiln::Softmax>>;

const kiln::Mnist& mnist() {
  static const kiln::Mnist data =
      kiln::load_mnist(std::string(std::getenv("KILN_DATA_DIR")) + "/mnist");
  return data;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(course)

BOOST_AUTO_TEST_CASE(ten_thousand_steps_reach_the_accuracy_of_the_course_for_three_seeds) {
  for (const std::uint64_t seed : {0U, 1U, 2U}) {
    static Course<float> net;
    static kiln::Minibatches<float, 784, 100> batches(mnist().train.rows<784>(),
                                                      mnist().train.labels);
    static kiln::Workspace<Course<float>, 100> workspace;
    kiln::Engine engine(seed);
    net.initialize(kiln::Normal{.std = 0.01}, engine);
    static kiln::Trainer<Course<float>, kiln::CrossEntropy, kiln::SGD, 100> trainer(
        net, {.learning_rate = 0.1});
    double first = 0, last = 0;
    for (int step = 0; step < 10'000; ++step) {
      batches.draw(engine);
      const double loss = trainer.step(batches.rows(), batches.labels());
      if (step < 100) first += loss / 100;
      if (step >= 9'900) last += loss / 100;
    }
    const double test =
        kiln::accuracy(net, mnist().test.rows<784>(), mnist().test.labels, workspace);
    const double train =
        kiln::accuracy(net, mnist().train.rows<784>(), mnist().train.labels, workspace);
    BOOST_TEST_MESSAGE("seed " << seed << ": loss " << first << " to " << last << ", train "
                               << train << ", test " << test);
    BOOST_TEST(first > 2.2);  // ln 10 = 2.30 before it learns
    BOOST_TEST(last < 0.25);
    BOOST_TEST(test >= 0.94);
    BOOST_TEST(train >= 0.94);
  }
}

// The course's gradient check: three images, double, mean absolute difference for each tensor.
BOOST_AUTO_TEST_CASE(backpropagated_and_numerical_gradients_agree_to_1e_8_for_every_tensor) {
  using Net = Course<double>;
  static Net net;
  kiln::Engine engine(3);
  net.initialize(kiln::Normal{.std = 0.01}, engine);
  std::array<double, 3 * 784> x{};
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = mnist().train.images[i];
  const std::span<const std::uint8_t> labels(mnist().train.labels.data(), 3);
  static kiln::Workspace<Net, 3> workspace;
  static Net::Gradient exact, numerical;
  net.gradient(kiln::CrossEntropy{}, x, labels, workspace, exact);
  kiln::numerical_gradient(net, kiln::CrossEntropy{}, x, labels, workspace, numerical);
  const auto check = [](const auto& a, const auto& b) {
    double difference = 0, size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      difference += std::abs(a.data()[i] - b.data()[i]);
      size += std::abs(a.data()[i]);
    }
    BOOST_TEST(difference / static_cast<double>(a.size()) < 1e-8);
    BOOST_TEST(size > 0);
  };
  check(exact.layer<0>().weight, numerical.layer<0>().weight);
  check(exact.layer<0>().bias, numerical.layer<0>().bias);
  check(exact.layer<1>().weight, numerical.layer<1>().weight);
  check(exact.layer<1>().bias, numerical.layer<1>().bias);
}

BOOST_AUTO_TEST_SUITE_END()
