// SPDX-License-Identifier: MIT
#include <kiln/tensor/rows.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using kiln::Rows;
using kiln::Shape;
using kiln::View;

struct Counted {
  std::vector<int> memory;
  Counted() {
    for (int i = 0; i < 12; ++i) memory.push_back(i);
  }
};

BOOST_FIXTURE_TEST_CASE(rows_stand_one_behind_the_other, Counted) {
  const Rows<int, Shape{3}> rows(memory.data(), 4);
  BOOST_TEST(rows.count() == 4U);
  BOOST_TEST(rows.size() == 12U);
  BOOST_TEST(rows.width == 3U);
  BOOST_TEST(rows[0][0] == 0);
  BOOST_TEST(rows[3][2] == 11);
  static_assert(std::is_same_v<decltype(rows[0]), View<int, Shape{3}>>);
  static_assert(std::is_trivially_copyable_v<Rows<int, Shape{3}>>);
}

BOOST_FIXTURE_TEST_CASE(rows_are_made_of_spans_views_and_single_rows, Counted) {
  BOOST_TEST((Rows<int, Shape{4}>(std::span<int>(memory)).count() == 3U));
  const View<int, Shape{3, 2, 2}> view(memory.data());
  const Rows<int, Shape{2, 2}> of_view = view;
  BOOST_TEST(of_view.count() == 3U);
  BOOST_TEST(of_view[2](1, 1) == 11);
  const Rows<const int, Shape{2, 2}> constant = view;
  BOOST_TEST(constant[1](0, 0) == 4);
  const Rows<int, Shape{2, 2}> one = view[1];
  BOOST_TEST(one.count() == 1U);
  BOOST_TEST(one[0](0, 1) == 5);
}

BOOST_FIXTURE_TEST_CASE(rows_turn_const_but_not_back, Counted) {
  using Mutable = Rows<int, Shape{3}>;
  using Const = Rows<const int, Shape{3}>;
  static_assert(std::is_convertible_v<Mutable, Const>);
  static_assert(!std::is_constructible_v<Mutable, Const>);
  const Const rows = Mutable(memory.data(), 4);
  BOOST_TEST(rows[1][1] == 4);
}

BOOST_FIXTURE_TEST_CASE(a_slice_is_some_of_the_rows, Counted) {
  const Rows<int, Shape{3}> rows(memory.data(), 4);
  const auto middle = rows.slice(1, 2);
  BOOST_TEST(middle.count() == 2U);
  BOOST_TEST(middle[0][0] == 3);
  BOOST_TEST(middle[1][2] == 8);
  BOOST_TEST(rows.slice(4, 0).count() == 0U);
}

BOOST_FIXTURE_TEST_CASE(rows_write_through_and_reshape, Counted) {
  const Rows<int, Shape{4}> rows(memory.data(), 3);
  rows.reshape<Shape{2, 2}>()[2](1, 0) = 99;
  BOOST_TEST(memory[10] == 99);
}

BOOST_FIXTURE_TEST_CASE(rows_iterate_element_by_element, Counted) {
  const Rows<int, Shape{3}> rows(memory.data(), 4);
  BOOST_TEST(std::vector<int>(rows.begin(), rows.end()) == memory,
             boost::test_tools::per_element());
  BOOST_TEST(rows.span().data() == memory.data());
}

}  // namespace
