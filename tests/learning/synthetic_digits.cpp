// SPDX-License-Identifier: MIT
// The embedded default of the main job: hard enough that a linear net does not suffice, easy enough
// that the course's net learns it. Three seeds, for the digits and for the training alike.

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <kiln/data/minibatches.hpp>
#include <kiln/data/synthetic_digits.hpp>
#include <kiln/kiln.hpp>
#include <memory>

namespace {

/// Test accuracy after the course's 10,000 steps.
template <class Net>
double trained(const kiln::LabelledImages& train, const kiln::LabelledImages& test,
               std::uint64_t seed) {
  static Net net;
  static kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 100> trainer(net,
                                                                        {.learning_rate = 0.1});
  kiln::Engine engine(seed);
  net.initialize(kiln::Normal{.std = 0.01}, engine);
  const auto batches =
      std::make_unique<kiln::Minibatches<float, 784, 100>>(train.rows<784>(), train.labels);
  for (int step = 0; step < 10'000; ++step) {
    batches->draw(engine);
    trainer.step(batches->rows(), batches->labels());
  }
  return kiln::accuracy(net, test.rows<784>(), test.labels, trainer.workspace());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(synthetic_digits)

BOOST_AUTO_TEST_CASE(a_linear_net_stays_below_and_the_courses_net_gets_above) {
  using Linear = kiln::Net<784, kiln::Dense<10, kiln::Softmax>>;
  using Course = kiln::Net<784, kiln::Dense<50, kiln::Sigmoid>, kiln::Dense<10, kiln::Softmax>>;
  for (const std::uint64_t seed : {0U, 1U, 2U}) {
    const auto train = kiln::synthetic_digits(20'000, 2 * seed);
    const auto test = kiln::synthetic_digits(5'000, 2 * seed + 1);
    const double linear = trained<Linear>(train, test, seed);
    const double course = trained<Course>(train, test, seed);
    BOOST_TEST_MESSAGE("seed " << seed << ": linear " << linear << ", 784-50-10 " << course);
    BOOST_TEST(linear <= 0.90);
    BOOST_TEST(linear > 0.5);
    BOOST_TEST(course >= 0.95);
  }
}

BOOST_AUTO_TEST_SUITE_END()
