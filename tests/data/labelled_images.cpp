// SPDX-License-Identifier: MIT
// A data set as batches.

#include <boost/test/unit_test.hpp>
#include <concepts>
#include <numeric>

#include <kiln/data/labelled_images.hpp>

BOOST_AUTO_TEST_CASE(rows_look_at_the_same_images_under_every_shape_of_their_size) {
  kiln::LabelledImages set{std::vector<float>(2 * 784), {3, 4}, {}, {2, 784}};
  std::iota(set.images.begin(), set.images.end(), 0.0f);
  BOOST_TEST(set.count() == 2U);

  const auto flat = set.rows<784>();
  static_assert(std::same_as<decltype(flat), const kiln::Rows<const float, 784>>);
  BOOST_TEST(flat.count() == 2U);
  BOOST_TEST(flat.data() == set.images.data());
  BOOST_TEST(flat[1](783) == 1567.0f);

  const auto planes = set.rows<kiln::Shape{1, 28, 28}>();
  BOOST_TEST(planes[1](0, 27, 27) == 1567.0f);
  BOOST_TEST(planes[0](0, 1, 0) == 28.0f);
}

BOOST_AUTO_TEST_CASE(one_hot_labels_are_rows_of_ten) {
  kiln::LabelledImages set{{}, {9}, std::vector<float>(10), {1, 784}};
  set.one_hot[9] = 1;
  BOOST_TEST(set.one_hot_rows().count() == 1U);
  BOOST_TEST(set.one_hot_rows()[0](9) == 1.0f);
}

BOOST_AUTO_TEST_CASE(rows_of_bytes_look_at_the_bytes) {
  kiln::LabelledBytes set{std::vector<std::uint8_t>(2 * 784), {3, 4}, {}, {2, 784}};
  std::iota(set.images.begin(), set.images.end(), std::uint8_t{0});
  const auto flat = set.rows<784>();
  static_assert(std::same_as<decltype(flat), const kiln::Rows<const std::uint8_t, 784>>);
  BOOST_TEST(flat.count() == 2U);
  BOOST_TEST(flat.data() == set.images.data());
  BOOST_TEST(flat[1](783) == 1567 % 256);
}

BOOST_AUTO_TEST_CASE(an_empty_set_has_no_rows) {
  const kiln::LabelledImages set;
  BOOST_TEST(set.count() == 0U);
  BOOST_TEST(set.rows<784>().count() == 0U);
}
