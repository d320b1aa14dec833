// SPDX-License-Identifier: MIT
#include <kiln/losses/targets.hpp>

#include <kiln/tensor/tensor.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <vector>

namespace {

using namespace kiln;

constexpr Shape out{3};

BOOST_AUTO_TEST_CASE(labels_read_as_the_one_hot_rows_they_stand_for) {
  const std::vector<std::uint8_t> labels{2, 0};
  const auto t = as_targets<float, out>(labels);
  static_assert(decltype(t)::labels);
  BOOST_TEST(t.count() == 2U);
  BOOST_TEST(t[0] == 2U);
  for (std::size_t r = 0; r < 2; ++r) {
    for (std::size_t j = 0; j < 3; ++j) BOOST_TEST(t(r, j) == (labels[r] == j ? 1.0F : 0.0F));
  }
  BOOST_TEST(t.slice(1, 1)[0] == 0U);
  BOOST_TEST(t.slice(1, 1).count() == 1U);
}

BOOST_AUTO_TEST_CASE(one_label_is_one_sample) {
  const long label = 1;
  const auto t = as_targets<double, out>(label);
  BOOST_TEST(t.count() == 1U);
  BOOST_TEST(t(0, 1) == 1.0);
  BOOST_TEST(t(0, 2) == 0.0);
}

BOOST_AUTO_TEST_CASE(numbers_are_rows) {
  const Tensor<2, 3> tensor{{1, 2, 3}, {4, 5, 6}};
  const auto t = as_targets<float, out>(tensor);
  static_assert(!decltype(t)::labels);
  BOOST_TEST(t.count() == 2U);
  BOOST_TEST(t(1, 2) == 6.0F);
  BOOST_TEST(t.slice(1, 1)(0, 0) == 4.0F);
  const std::vector<float> vector{1, 2, 3};
  BOOST_TEST((as_targets<float, out>(vector).count()) == 1U);
  const float array[] = {1, 2, 3, 4, 5, 6};
  BOOST_TEST((as_targets<float, out>(array)(1, 1)) == 5.0F);
}

}  // namespace
