// SPDX-License-Identifier: MIT
#include <kiln/tensor/view.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using kiln::Shape;
using kiln::View;

BOOST_AUTO_TEST_CASE(a_view_is_no_larger_than_a_pointer) {
  static_assert(sizeof(View<float, Shape{1, 28, 28}>) == sizeof(float*));
  static_assert(std::is_trivially_copyable_v<View<float, Shape{3}>>);
  BOOST_TEST((View<float, Shape{1, 28, 28}>::size()) == 784U);
}

BOOST_AUTO_TEST_CASE(a_view_reads_and_writes_the_memory_it_looks_at) {
  std::array<float, 6> memory = {0, 1, 2, 3, 4, 5};
  const View<float, Shape{2, 3}> view = memory;
  BOOST_TEST(view(1, 0) == 3.0F);
  view(0, 2) = 7;
  BOOST_TEST(memory[2] == 7.0F);
  BOOST_TEST(view.data() == memory.data());
}

BOOST_AUTO_TEST_CASE(an_index_gives_a_row_and_at_rank_1_an_element) {
  std::array<int, 24> memory{};
  for (int i = 0; i < 24; ++i) memory[static_cast<std::size_t>(i)] = i;
  const View<int, Shape{2, 3, 4}> view = memory;
  static_assert(std::is_same_v<decltype(view[1]), View<int, Shape{3, 4}>>);
  static_assert(std::is_same_v<decltype(view[1][2][3]), int&>);
  BOOST_TEST(view[1][2][3] == 23);
  BOOST_TEST(view[1](0, 1) == 13);
  view[0][1][2] = -1;
  BOOST_TEST(memory[6] == -1);
}

BOOST_AUTO_TEST_CASE(views_are_made_of_arrays_and_static_spans_of_their_size) {
  std::array<float, 4> array{};
  const std::array<float, 4> constant{};
  float plain[4] = {};
  const std::span<float, 4> span = array;
  BOOST_TEST((View<float, Shape{4}>(array).data() == array.data()));
  BOOST_TEST((View<const float, Shape{4}>(constant).data() == constant.data()));
  BOOST_TEST((View<float, Shape{2, 2}>(plain).data() == plain));
  BOOST_TEST((View<const float, Shape{2, 2}>(span).data() == array.data()));
  // Made of another size it says so: tests/compile_fail/view_of_another_size.cpp.
  static_assert(!std::is_convertible_v<std::array<float, 4>&, View<float, Shape{3}>>);
  static_assert(std::is_convertible_v<std::array<float, 4>&, View<float, Shape{4}>>);
  static_assert(!std::is_constructible_v<View<float, Shape{4}>, const std::array<float, 4>&>);
  static_assert(!std::is_constructible_v<View<float, Shape{4}>, std::span<float>>);
}

BOOST_AUTO_TEST_CASE(a_view_turns_const_but_not_back) {
  static_assert(std::is_convertible_v<View<float, Shape{4}>, View<const float, Shape{4}>>);
  static_assert(!std::is_constructible_v<View<float, Shape{4}>, View<const float, Shape{4}>>);
  std::array<float, 4> memory = {1, 2, 3, 4};
  const View<const float, Shape{4}> view = View<float, Shape{4}>(memory);
  BOOST_TEST(view[3] == 4.0F);
}

BOOST_AUTO_TEST_CASE(reshape_shows_the_same_elements) {
  std::array<float, 6> memory = {0, 1, 2, 3, 4, 5};
  const View<float, Shape{2, 3}> view = memory;
  BOOST_TEST((view.reshape<Shape{3, 2}>()(2, 1) == 5.0F));
  BOOST_TEST((view.reshape<6>().data() == memory.data()));
}

BOOST_AUTO_TEST_CASE(a_view_iterates_row_by_row_and_is_a_span) {
  std::array<int, 4> memory = {1, 2, 3, 4};
  const View<int, Shape{2, 2}> view = memory;
  std::vector<int> seen(view.begin(), view.end());
  BOOST_TEST(seen == (std::vector<int>{1, 2, 3, 4}), boost::test_tools::per_element());
  BOOST_TEST(view.span().size() == 4U);
  BOOST_TEST(view.span()[2] == 3);
}

BOOST_AUTO_TEST_CASE(a_mask_picks_elements_of_a_view) {
  std::array<int, 4> memory = {1, 2, 3, 4};
  const std::array<bool, 4> flags = {true, false, false, true};
  const View<int, Shape{4}> view = memory;
  const auto picked = view[View<const bool, Shape{4}>(flags)];
  BOOST_TEST(picked == (std::vector<int>{1, 4}), boost::test_tools::per_element());
}

}  // namespace
