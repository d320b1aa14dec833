// SPDX-License-Identifier: MIT
#include <kiln/net/report.hpp>

#include <kiln/activations/relu.hpp>
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>
#include <kiln/net/net.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace kiln;

using Course = Net<784, Dense<50, Sigmoid>, Dense<100, Sigmoid>, Dense<10, Softmax>>;
static_assert(Course::report.parameters == Course::parameter_count);
static_assert(Course::report.trained == Course::report.parameters);
static_assert(Course::report.weight_bytes == sizeof(Course));
static_assert(Course::report.training_bytes == sizeof(Workspace<Course, 1>));
static_assert(Course::report.inference_bytes <= 4096);
static_assert(!(Course::report.weight_bytes <= 4096));  // the control: it can fail
static_assert(Course::report.forward_flops == 2 * (784 * 50 + 50 * 100 + 100 * 10));
// dW of every layer, dx of all but the first.
static_assert(Course::report.backward_flops == 2 * (784 * 50 + 2 * 50 * 100 + 2 * 100 * 10));
static_assert(Course::report.layers[1].parameters == 50 * 100 + 100);
static_assert(Course::report.layers[1].bytes == 4 * (50 * 100 + 100));
static_assert(Course::report.layers[2].input == Shape{100});
static_assert(Course::report.layers[2].name == "Dense");
static_assert(Course::report.layers[2].activation == "Softmax");

// What is frozen has no dW; below it nothing learns, so it has no dx either.
using Tuned = BasicNet<double, 8, Frozen<Dense<4, ReLU>>, Dense<2>, Frozen<Dense<3>>>;
static_assert(Tuned::report.trained == 4 * 2 + 2);
static_assert(Tuned::report.layers[0].backward_flops == 0);
static_assert(Tuned::report.layers[1].backward_flops == 2 * 4 * 2);
static_assert(Tuned::report.layers[2].backward_flops == 2 * 2 * 3);
static_assert(Tuned::report.layers[0].bytes == 8 * (8 * 4 + 4));

// What is asserted above is all there is; the compiler has checked it.
BOOST_AUTO_TEST_CASE(a_report_is_the_same_at_run_time) {
  const auto report = Course::report;
  BOOST_TEST(report.parameters == Course::parameter_count);
}

}  // namespace
