// SPDX-License-Identifier: MIT
#include <kiln/train/metrics.hpp>

#include <kiln/activations/softmax.hpp>
#include <kiln/data/minibatches.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/train/thread_pool.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

namespace {

using namespace kiln;

// The identity: the class is the input's largest element.
struct Fixture {
  using N = Net<3, Dense<3>>;
  N net;
  Workspace<N, 4> workspace;
  std::vector<float> x;
  std::vector<int> labels;

  // 11 samples, more than the workspace holds and no multiple of it; sample r is of class r mod 3.
  Fixture() {
    for (std::size_t i = 0; i < 3; ++i) net.layer<0>().weight(i, i) = 1;
    for (int r = 0; r < 11; ++r) {
      for (int j = 0; j < 3; ++j) x.push_back(j == r % 3 ? 2.0F : -1.0F);
      labels.push_back(r % 3);
    }
  }
};

BOOST_FIXTURE_TEST_CASE(every_block_of_samples_is_counted, Fixture) {
  BOOST_TEST(correct_count(net, x, labels, workspace) == 11U);
  BOOST_TEST(accuracy(net, x, labels, workspace) == 1.0);
  // One wrong in the first block, one in the last, which is not full.
  labels[1] = 0;
  labels[10] = 0;
  BOOST_TEST(correct_count(net, x, labels, workspace) == 9U);
  BOOST_TEST(accuracy(net, x, labels, workspace) == 9.0 / 11.0);
  BOOST_TEST(correct_count<simd::plain>(net, x, labels, workspace) == 9U);
}

BOOST_FIXTURE_TEST_CASE(one_hot_rows_and_distributions_count_as_their_largest_element, Fixture) {
  std::vector<float> targets(33);
  for (std::size_t r = 0; r < 11; ++r) {
    targets[r * 3] = 0.3F;
    targets[r * 3 + r % 3] = 0.4F;
  }
  BOOST_TEST(correct_count(net, x, targets, workspace) == 11U);
  targets[8 * 3] = 0.5F;  // sample 8 is of class 2
  BOOST_TEST(correct_count(net, x, targets, workspace) == 10U);
}

// Neither the last that is larger than the first, nor the last of the largest.
BOOST_FIXTURE_TEST_CASE(the_first_of_the_largest_outputs_is_the_class, Fixture) {
  const std::array<float, 12> outputs{0, 3, 1, 1, 3, 2, 0, 2, 2, 5, 5, 4};
  BOOST_TEST(correct_count(net, outputs, std::array{1, 1, 1, 0}, workspace) == 4U);
  BOOST_TEST(correct_count(net, outputs, std::array{2, 2, 2, 1}, workspace) == 0U);
}

BOOST_FIXTURE_TEST_CASE(fewer_samples_than_the_capacity_are_one_block, Fixture) {
  const std::span<const float> two(x.data(), 6);
  BOOST_TEST(correct_count(net, two, std::array{0, 1}, workspace) == 2U);
  BOOST_TEST(accuracy(net, two, std::array{0, 2}, workspace) == 0.5);
}

// The same samples as bytes: 255 where x is 2, and 0.
struct InBatches : Fixture {
  std::vector<std::uint8_t> bytes, small_labels;

  InBatches() {
    for (const float v : x) bytes.push_back(v == 2 ? 255 : 0);
    for (const int label : labels) small_labels.push_back(static_cast<std::uint8_t>(label));
  }
};

// 3 samples to a batch, 11 in all, the last batch not full; and more than the workspace holds.
BOOST_FIXTURE_TEST_CASE(a_data_set_of_bytes_is_counted_batch_by_batch, InBatches) {
  Minibatches<float, 3, 3> few({bytes.data(), 11}, small_labels, 255);
  Minibatches<float, 3, 7> many({bytes.data(), 11}, small_labels, 255);
  BOOST_TEST(correct_count(net, few, workspace) == 11U);
  BOOST_TEST(correct_count(net, many, workspace) == 11U);
  BOOST_TEST(few.rows().count() == 2U);  // the last batch is left behind
  small_labels[1] = 0;
  small_labels[10] = 0;
  BOOST_TEST(correct_count(net, few, workspace) == 9U);
  BOOST_TEST(correct_count<simd::plain>(net, many, workspace) == 9U);
  BOOST_TEST(accuracy(net, few, workspace) == 9.0 / 11.0);
  ThreadPool pool(2);
  BOOST_TEST(correct_count(net, many, workspace, pool) == 9U);
  BOOST_TEST(accuracy(net, many, workspace, pool) == 9.0 / 11.0);
}

BOOST_FIXTURE_TEST_CASE(a_data_set_of_floats_is_counted_batch_by_batch, InBatches) {
  Minibatches<float, 3, 3> batches({x.data(), 11}, small_labels);
  small_labels[9] = 1;
  BOOST_TEST(correct_count(net, batches, workspace) == 10U);
}

// Two nets that answer alike but for one pixel in 255 tell whether what they see is the quotient.
BOOST_AUTO_TEST_CASE(a_net_sees_the_quotients_themselves) {
  using N = Net<1, Dense<2>>;
  static Workspace<N, 16> workspace;
  std::vector<std::uint8_t> bytes(256), labels(256, 1);
  for (std::size_t b = 0; b < 256; ++b) bytes[b] = static_cast<std::uint8_t>(b);
  Minibatches<float, 1, 100> batches({bytes.data(), 256}, labels, 255);
  for (std::size_t b = 0; b < 256; ++b) {
    N net;  // y = (0, x − b/255): class 1 for the bytes above b
    net.layer<0>().weight(0, 1) = 1;
    net.layer<0>().bias(1) = -(static_cast<float>(b) / 255.0F);
    BOOST_TEST(correct_count(net, batches, workspace) == 255 - b);
    net.layer<0>().bias(1) = -std::nextafter(static_cast<float>(b) / 255.0F, -1.0F);
    BOOST_TEST(correct_count(net, batches, workspace) == 256 - b);
  }
}

}  // namespace
