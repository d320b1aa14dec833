// SPDX-License-Identifier: MIT
// The course's trained net, 784-50-100-10, in few bits: how many of its 10,000 answers change.

#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/io/mnist.hpp>
#include <kiln/io/parameters.hpp>
#include <kiln/quantized/quantized.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace kiln;

using Course = Net<784, Dense<50, Sigmoid>, Dense<100, Sigmoid>, Dense<10, Softmax>>;
constexpr std::size_t batch = 100;

std::string folder() { return std::getenv("KILN_DATA_DIR"); }

const Mnist& mnist() {
  static const Mnist data = load_mnist(folder() + "/mnist");
  return data;
}

const Course& course() {
  static const Course net = [] {
    Course loaded;
    load_safetensors(folder() + "/sample_weight/sample_weight.safetensors", loaded,
                     {"W1", "b1", "W2", "b2", "W3", "b3"}, WeightLayout::in_out);
    return loaded;
  }();
  return net;
}

// The answers to the test images.
template <class N>
std::vector<int> answers(const N& net) {
  static Workspace<N, batch> workspace;
  const auto images = mnist().test.rows<784>();
  std::vector<int> result;
  for (std::size_t first = 0; first < images.count(); first += batch) {
    const auto y = net.predict(images.slice(first, batch), workspace);
    for (std::size_t r = 0; r < batch; ++r) {
      const float* const row = y.data() + r * 10;
      result.push_back(static_cast<int>(std::max_element(row, row + 10) - row));
    }
  }
  return result;
}

int right(const std::vector<int>& some) {
  int count = 0;
  for (std::size_t i = 0; i < some.size(); ++i) count += some[i] == mnist().test.labels[i];
  return count;
}

int changed(const std::vector<int>& some) {
  static const std::vector<int> before = answers(course());
  int count = 0;
  for (std::size_t i = 0; i < some.size(); ++i) count += some[i] != before[i];
  return count;
}

template <class Format>
Quantized<Course, Format>& small() {
  static Quantized<Course, Format> net;
  if constexpr (Format::calibrated) {
    quantize(course(), mnist().train.rows<784>().slice(0, 500), net);
  } else {
    quantize(course(), net);
  }
  return net;
}

template <class Format>
void check(const char* name) {
  const std::vector<int> some = answers(small<Format>());
  BOOST_TEST_MESSAGE(name << ": " << right(some) << " right, " << changed(some) << " changed");
  BOOST_TEST(changed(some) <= 15);
  BOOST_TEST(right(some) >= 9352 - 15);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(course_net)

BOOST_AUTO_TEST_CASE(the_net_of_floats_is_the_course_s) {
  BOOST_TEST(right(answers(course())) == 9352);
}
BOOST_AUTO_TEST_CASE(at_most_15_answers_change_with_bfloat16_weights) {
  check<BFloat16Weights>("BFloat16Weights");
}
BOOST_AUTO_TEST_CASE(at_most_15_answers_change_with_bfloat16_products) {
  check<BFloat16Products>("BFloat16Products");
}
BOOST_AUTO_TEST_CASE(at_most_15_answers_change_with_int8) { check<Int8>("Int8"); }

// The controls: a scale that is a little wrong, and a layer whose zero is, change more.
BOOST_AUTO_TEST_CASE(a_wrong_scale_changes_more_answers) {
  Quantized<Course, Int8> wrong = small<Int8>();
  wrong.layer<1>().input.inverse *= 0.8F;
  BOOST_TEST(changed(answers(wrong)) > 15);
  wrong = small<Int8>();
  wrong.layer<1>().input.zero += 8;
  BOOST_TEST(changed(answers(wrong)) > 15);
}

BOOST_AUTO_TEST_SUITE_END()
