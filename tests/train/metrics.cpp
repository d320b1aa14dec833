// SPDX-License-Identifier: MIT
#include <kiln/train/metrics.hpp>

#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>

#include <boost/test/unit_test.hpp>
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

BOOST_FIXTURE_TEST_CASE(fewer_samples_than_the_capacity_are_one_block, Fixture) {
  const std::span<const float> two(x.data(), 6);
  BOOST_TEST(correct_count(net, two, std::array{0, 1}, workspace) == 2U);
  BOOST_TEST(accuracy(net, two, std::array{0, 2}, workspace) == 0.5);
}

}  // namespace
