// SPDX-License-Identifier: MIT
#include <kiln/tensor/shape.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>

namespace {

using kiln::Shape;

template <Shape S>
struct Holder {
  static constexpr Shape shape = S;
};

BOOST_AUTO_TEST_CASE(a_number_is_a_shape_of_rank_1) {
  static_assert(std::is_same_v<Holder<784>, Holder<Shape{784}>>);
  static_assert(!std::is_same_v<Holder<784>, Holder<Shape{1, 784}>>);
  BOOST_TEST(Holder<784>::shape.rank == 1U);
  BOOST_TEST(Holder<784>::shape[0] == 784U);
}

BOOST_AUTO_TEST_CASE(the_size_is_the_product_of_the_extents) {
  static_assert(Shape{1}.size() == 1);
  static_assert(Shape{1, 28, 28}.size() == 784);
  static_assert(Shape{2, 3, 4, 5}.size() == 120);
  BOOST_TEST(Shape(7, 2).size() == 14U);
}

BOOST_AUTO_TEST_CASE(shapes_are_equal_when_rank_and_extents_are) {
  BOOST_TEST((Shape{2, 3} == Shape{2, 3}));
  BOOST_TEST((Shape{2, 3} != Shape{3, 2}));
  BOOST_TEST((Shape{3} != Shape{3, 1}));
}

BOOST_AUTO_TEST_CASE(join_puts_the_extents_of_one_after_those_of_the_other) {
  static_assert(join(Shape{2}, Shape{3, 4}) == Shape{2, 3, 4});
  static_assert(join(Shape{1, 2}, Shape{3, 4}) == Shape{1, 2, 3, 4});
  BOOST_TEST((join(Shape{5}, Shape{6}) == Shape{5, 6}));
}

BOOST_AUTO_TEST_CASE(tail_drops_the_outermost_extent) {
  static_assert(tail(Shape{2, 3, 4, 5}) == Shape{3, 4, 5});
  static_assert(tail(Shape{2, 3}) == Shape{3});
  static_assert(tail(Shape{2}) == Shape{1});
  BOOST_TEST((tail(Shape{7, 8}) == Shape{8}));
}

BOOST_AUTO_TEST_CASE(offsets_count_in_row_major_order) {
  const Shape shape{2, 3, 4};
  std::size_t expected = 0;
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 3; ++j) {
      for (int k = 0; k < 4; ++k) BOOST_TEST(offset(shape, i, j, k) == expected++);
    }
  }
}

BOOST_AUTO_TEST_CASE(shapes_broadcast_when_extents_are_equal_or_1) {
  static_assert(broadcastable(Shape{2, 3}, Shape{3}));
  static_assert(broadcastable(Shape{2, 3}, Shape{1}));
  static_assert(broadcastable(Shape{2, 1}, Shape{1, 3}));
  static_assert(broadcastable(Shape{4, 2, 3}, Shape{2, 1}));
  static_assert(!broadcastable(Shape{2, 3}, Shape{2}));
  static_assert(!broadcastable(Shape{2, 3}, Shape{3, 2}));
  BOOST_TEST(broadcastable(Shape{5, 1, 3}, Shape{4, 1}));
}

BOOST_AUTO_TEST_CASE(broadcasting_takes_the_longer_extent_of_each_axis) {
  static_assert(broadcast(Shape{2, 3}, Shape{3}) == Shape{2, 3});
  static_assert(broadcast(Shape{3}, Shape{2, 3}) == Shape{2, 3});
  static_assert(broadcast(Shape{2, 1}, Shape{1, 3}) == Shape{2, 3});
  static_assert(broadcast(Shape{1}, Shape{4, 2, 3}) == Shape{4, 2, 3});
  BOOST_TEST((broadcast(Shape{5, 1, 3}, Shape{4, 1}) == Shape{5, 4, 3}));
}

BOOST_AUTO_TEST_CASE(broadcast_offsets_stay_in_place_along_extents_of_1) {
  const Shape to{2, 3, 4};
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::size_t k = 0; k < 4; ++k) {
        const std::size_t at = offset(to, i, j, k);
        BOOST_TEST(broadcast_offset(to, to, at) == at);
        BOOST_TEST(broadcast_offset(Shape{4}, to, at) == k);
        BOOST_TEST(broadcast_offset(Shape{1}, to, at) == 0U);
        BOOST_TEST(broadcast_offset(Shape{3, 1}, to, at) == j);
        BOOST_TEST(broadcast_offset(Shape{2, 1, 4}, to, at) == i * 4 + k);
      }
    }
  }
}

}  // namespace
