// SPDX-License-Identifier: MIT
#include <kiln/tensor/comparison.hpp>

#include <boost/test/unit_test.hpp>
#include <limits>
#include <type_traits>

namespace {

using kiln::BasicTensor;
using kiln::Shape;
using kiln::Tensor;

// The course's NumPy chapter.
constexpr Tensor<6> x{51, 55, 14, 19, 0, 4};
using Mask6 = BasicTensor<bool, Shape{6}>;

BOOST_AUTO_TEST_CASE(comparing_with_a_number_gives_a_mask) {
  static_assert(std::is_same_v<decltype(x > 15), Mask6>);
  static_assert((x > 15) == Mask6{true, true, false, true, false, false});
  static_assert((x < 14) == Mask6{false, false, false, false, true, true});
  static_assert((x >= 19) == Mask6{true, true, false, true, false, false});
  static_assert((x <= 14) == Mask6{false, false, true, false, true, true});
  static_assert((x == 14) == Mask6{false, false, true, false, false, false});
  static_assert((x != 14) == Mask6{true, true, false, true, true, true});
  BOOST_TEST((x > 15)(3));
}

BOOST_AUTO_TEST_CASE(a_number_may_stand_before_the_comparison) {
  static_assert((15 < x) == (x > 15));
  static_assert((15 > x) == (x < 15));
  static_assert((14 <= x) == (x >= 14));
  static_assert((14 >= x) == (x <= 14));
  static_assert((14 == x) == (x == 14));
  BOOST_TEST(((14 != x) == (x != 14)));
}

BOOST_AUTO_TEST_CASE(comparing_two_tensors_broadcasts) {
  constexpr Tensor<2, 2> a{{1, 5}, {3, 4}};
  constexpr auto above = a > Tensor<2>{2, 4};
  static_assert(above == BasicTensor<bool, Shape{2, 2}>{{false, true}, {true, false}});
  BOOST_TEST(((a <= a) == BasicTensor<bool, Shape{2, 2}>::full(true)));
}

BOOST_AUTO_TEST_CASE(equality_of_tensors_is_one_bool) {
  constexpr Tensor<2, 2> a{{1, 2}, {1, 2}};
  static_assert(std::is_same_v<decltype(a == a), bool>);
  static_assert(std::is_same_v<decltype(a[0] == Tensor<2>{}), bool>);
  static_assert(a[0] == a[1]);
  static_assert(a[0] == Tensor<2>{1, 2});
  static_assert(Tensor<2>{1, 3} != a[0]);
  BOOST_TEST((a.reshape<4>() == Tensor<4>{1, 2, 1, 2}));
}

BOOST_AUTO_TEST_CASE(an_integer_compared_with_a_fraction_is_not_rounded) {
  constexpr BasicTensor<int, Shape{3}> n{2, 3, 4};
  BOOST_TEST(((n >= 2.5) == BasicTensor<bool, Shape{3}>{false, true, true}));
}

BOOST_AUTO_TEST_CASE(nan_compares_as_in_the_language) {
  const Tensor<2> n{std::numeric_limits<float>::quiet_NaN(), 1};
  BOOST_TEST(((n < 2) == BasicTensor<bool, Shape{2}>{false, true}));
  BOOST_TEST(((n >= 2) == BasicTensor<bool, Shape{2}>{false, false}));
  BOOST_TEST(((n != 1) == BasicTensor<bool, Shape{2}>{true, false}));
}

BOOST_AUTO_TEST_CASE(masks_combine) {
  static_assert(((x > 5) & (x < 20)) == Mask6{false, false, true, true, false, false});
  static_assert(((x < 5) | (x > 50)) == Mask6{true, true, false, false, true, true});
  BOOST_TEST(((!(x > 15)) == (x <= 15)));
}

}  // namespace
