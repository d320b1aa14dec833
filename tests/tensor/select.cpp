// SPDX-License-Identifier: MIT
#include <kiln/tensor/select.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <vector>

#include <kiln/tensor/comparison.hpp>

namespace {

using kiln::Tensor;

// The course's NumPy chapter.
constexpr Tensor<3, 2> x{{51, 55}, {14, 19}, {0, 4}};
constexpr Tensor<6> flat{51, 55, 14, 19, 0, 4};

BOOST_AUTO_TEST_CASE(a_list_of_indices_takes_elements) {
  static_assert(kiln::take(flat, {0, 2, 4}) == Tensor<3>{51, 14, 0});
  static_assert(kiln::take(flat, {5}) == Tensor<1>{4});
  BOOST_TEST((kiln::take(flat, {3, 3}) == Tensor<2>{19, 19}));
}

BOOST_AUTO_TEST_CASE(a_list_of_indices_takes_rows_where_there_are_rows) {
  static_assert(kiln::take(x, {2, 0}) == Tensor<2, 2>{{0, 4}, {51, 55}});
  const std::size_t last = 2;
  BOOST_TEST((kiln::take(x.view(), {last}) == Tensor<1, 2>{0, 4}));
}

BOOST_AUTO_TEST_CASE(a_mask_picks_values) {
  constexpr auto picked = x[x > 15];
  static_assert(picked.size() == 3 && picked[0] == 51 && picked[1] == 55 && picked[2] == 19);
  static_assert(picked.capacity() == 6);
  BOOST_TEST((flat[flat > 15] == picked));
}

BOOST_AUTO_TEST_CASE(picked_values_iterate) {
  std::vector<float> seen;
  for (const float value : x[x < 15]) seen.push_back(value);
  BOOST_TEST(seen == (std::vector<float>{14, 0, 4}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_mask_may_pick_nothing_or_everything) {
  BOOST_TEST((x[x > 100].size()) == 0U);
  BOOST_TEST((x[x >= 0].size()) == 6U);
  BOOST_TEST(!(x[x > 100] == x[x >= 0]));
}

}  // namespace
