// SPDX-License-Identifier: MIT
#include <kiln/tensor/arithmetic.hpp>

#include <boost/test/unit_test.hpp>
#include <type_traits>
#include <vector>

#include <kiln/tensor/comparison.hpp>

namespace {

using kiln::BasicTensor;
using kiln::Rows;
using kiln::Shape;
using kiln::Tensor;
using kiln::View;

// The course's NumPy chapter: x = (1, 2, 3), y = (2, 4, 6).
constexpr Tensor<3> x{1, 2, 3}, y{2, 4, 6};
constexpr Tensor<2, 2> a{{1, 2}, {3, 4}}, b{{3, 0}, {0, 6}};

BOOST_AUTO_TEST_CASE(operators_work_element_by_element) {
  static_assert(x + y == Tensor<3>{3, 6, 9});
  static_assert(x - y == Tensor<3>{-1, -2, -3});
  static_assert(x * y == Tensor<3>{2, 8, 18});
  static_assert(x / y == Tensor<3>{0.5, 0.5, 0.5});
  static_assert(a + b == Tensor<2, 2>{{4, 2}, {3, 10}});
  static_assert(-a == Tensor<2, 2>{{-1, -2}, {-3, -4}});
  BOOST_TEST((a * b == Tensor<2, 2>{{3, 0}, {0, 24}}));
}

BOOST_AUTO_TEST_CASE(a_number_may_stand_on_either_side) {
  static_assert(x / 2.0 == Tensor<3>{0.5, 1, 1.5});
  static_assert(6 / x == Tensor<3>{6, 3, 2});
  static_assert(x - 1 == Tensor<3>{0, 1, 2});
  static_assert(1 - x == Tensor<3>{0, -1, -2});
  static_assert(std::is_same_v<decltype(x * 2.0), Tensor<3>>);
  BOOST_TEST((a * 10 == Tensor<2, 2>{{10, 20}, {30, 40}}));
}

BOOST_AUTO_TEST_CASE(a_vector_is_broadcast_over_rows_and_columns) {
  static_assert(a * Tensor<2>{10, 20} == Tensor<2, 2>{{10, 40}, {30, 80}});
  static_assert(a * Tensor<2, 1>{10, 20} == Tensor<2, 2>{{10, 20}, {60, 80}});
  BOOST_TEST(
      (Tensor<2, 1>{1, 2} + Tensor<1, 3>{10, 20, 30} == Tensor<2, 3>{{11, 21, 31}, {12, 22, 32}}));
}

BOOST_AUTO_TEST_CASE(views_and_rows_of_tensors_are_operands_too) {
  static_assert(a[0] + a[1] == Tensor<2>{4, 6});
  const View<const float, Shape{2, 2}> view = a;
  BOOST_TEST((view * view == Tensor<2, 2>{{1, 4}, {9, 16}}));
  BOOST_TEST((view + 1 == a + 1));
}

BOOST_AUTO_TEST_CASE(compound_assignment_works_in_place) {
  Tensor<2, 2> z = a;
  z += b;
  z -= 1;
  z *= Tensor<2>{1, 2};
  z /= Tensor<2, 1>{1, 2};
  BOOST_TEST((z == Tensor<2, 2>{{3, 2}, {1, 9}}));
  (z += 1) += 1;
  BOOST_TEST((z == Tensor<2, 2>{{5, 4}, {3, 11}}));
}

BOOST_AUTO_TEST_CASE(compound_assignment_through_a_view_changes_what_it_looks_at) {
  Tensor<2, 2> z = a;
  z[1] += 10;
  z.reshape<4>() *= 2;
  BOOST_TEST((z == Tensor<2, 2>{{2, 4}, {26, 28}}));
}

BOOST_AUTO_TEST_CASE(compound_assignment_may_use_a_part_of_its_target) {
  Tensor<2, 2> z = a;
  z -= z[0];
  BOOST_TEST((z == Tensor<2, 2>{{0, 0}, {2, 2}}));
  z = a;
  z /= z(1, 1);
  BOOST_TEST((z == Tensor<2, 2>{{0.25, 0.5}, {0.75, 1}}));
  z = a;
  z += z;
  BOOST_TEST((z == Tensor<2, 2>{{2, 4}, {6, 8}}));
}

BOOST_AUTO_TEST_CASE(a_batch_takes_a_number_a_row_or_another_batch) {
  std::vector<float> memory = {1, 2, 3, 4, 5, 6};
  const Rows<float, Shape{2}> rows{std::span<float>(memory)};
  const std::vector<float> other = {1, 1, 2, 2, 3, 3};
  rows += Tensor<2>{10, 20};
  BOOST_TEST(memory == (std::vector<float>{11, 22, 13, 24, 15, 26}),
             boost::test_tools::per_element());
  rows -= Rows<const float, Shape{2}>{std::span<const float>(other)};
  BOOST_TEST(memory == (std::vector<float>{10, 21, 11, 22, 12, 23}),
             boost::test_tools::per_element());
  rows *= 2;
  rows -= rows[0];
  BOOST_TEST(memory == (std::vector<float>{0, 0, 2, 2, 4, 4}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(arithmetic_on_integers_stays_exact) {
  using Ints = BasicTensor<int, Shape{3}>;
  constexpr Ints n{7, 8, 9};
  static_assert(n / 2 == Ints{3, 4, 4});
  BOOST_TEST((n * 0.5 == BasicTensor<double, Shape{3}>{3.5, 4, 4.5}));
}

}  // namespace
