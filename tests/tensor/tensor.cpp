// SPDX-License-Identifier: MIT
#include <kiln/tensor/tensor.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace {

using kiln::BasicTensor;
using kiln::Rows;
using kiln::Shape;
using kiln::Tensor;
using kiln::View;

BOOST_AUTO_TEST_CASE(a_tensor_is_named_by_its_shape_or_its_extents) {
  static_assert(std::is_same_v<Tensor<2, 3>, Tensor<Shape{2, 3}>>);
  static_assert(std::is_same_v<Tensor<2, 3>, BasicTensor<float, Shape{2, 3}>>);
  static_assert(std::is_same_v<Tensor<2, Shape{3, 4}>, Tensor<2, 3, 4>>);
  BOOST_TEST((Tensor<1, 28, 28>::size()) == 784U);
}

BOOST_AUTO_TEST_CASE(a_tensor_begins_as_zeros) {
  const Tensor<2, 2> zeros;
  for (const float x : zeros) BOOST_TEST(x == 0.0F);
  const auto sevens = Tensor<2, 2>::full(7);
  for (const float x : sevens) BOOST_TEST(x == 7.0F);
}

BOOST_AUTO_TEST_CASE(a_tensor_is_written_as_its_elements_or_as_its_rows) {
  constexpr Tensor<2, 3> flat{1, 2, 3, 4, 5, 6};
  constexpr Tensor<2, 3> rows{{1, 2, 3}, {4, 5, 6}};
  static_assert(flat == rows);
  static_assert(rows(1, 0) == 4);
  static_assert(Tensor<3>{1, 2, 3} != Tensor<3>{1, 2, 4});
  constexpr BasicTensor<int, Shape{2, 2, 2}> cube{{1, 2, 3, 4}, {5, 6, 7, 8}};
  BOOST_TEST(cube(1, 0, 1) == 6);
}

BOOST_AUTO_TEST_CASE(tensors_have_up_to_four_axes) {
  BasicTensor<int, Shape{2, 3, 4, 5}> x;
  x(1, 2, 3, 4) = 7;
  BOOST_TEST(x.data()[119] == 7);
  BOOST_TEST(x[1][2][3][4] == 7);
}

BOOST_AUTO_TEST_CASE(a_tensor_stands_on_64_bytes) {
  Tensor<3> x;
  static_assert(alignof(Tensor<3>) == 64);
  static_assert(std::is_trivially_copyable_v<Tensor<3>>);
  BOOST_TEST(reinterpret_cast<std::uintptr_t>(x.data()) % 64 == 0U);
}

BOOST_AUTO_TEST_CASE(indexing_a_const_tensor_gives_const) {
  Tensor<2, 3> x{{1, 2, 3}, {4, 5, 6}};
  const auto& constant = x;
  static_assert(std::is_same_v<decltype(x[0]), View<float, Shape{3}>>);
  static_assert(std::is_same_v<decltype(constant[0]), View<const float, Shape{3}>>);
  static_assert(std::is_same_v<decltype(constant(0, 0)), const float&>);
  x[1][1] = 50;
  BOOST_TEST(constant(1, 1) == 50.0F);
}

BOOST_AUTO_TEST_CASE(a_copy_of_a_view_owns_its_elements) {
  std::array<float, 4> memory = {1, 2, 3, 4};
  const View<float, Shape{2, 2}> view = memory;
  const BasicTensor<float, Shape{2, 2}> copy(view);
  memory[0] = 9;
  BOOST_TEST(copy(0, 0) == 1.0F);
  BOOST_TEST(copy(1, 1) == 4.0F);
}

BOOST_AUTO_TEST_CASE(a_tensor_passes_as_a_view_and_as_rows) {
  Tensor<2, 3> x{{1, 2, 3}, {4, 5, 6}};
  const View<float, Shape{2, 3}> view = x;
  BOOST_TEST(view.data() == x.data());
  const Rows<float, Shape{3}> rows = x;
  BOOST_TEST(rows.count() == 2U);
  BOOST_TEST(rows[1][2] == 6.0F);
  const Tensor<2, 3>& constant = x;
  const Rows<const float, Shape{3}> constant_rows = constant;
  BOOST_TEST(constant_rows[0][1] == 2.0F);
}

BOOST_AUTO_TEST_CASE(reshape_is_a_view_of_the_same_elements) {
  Tensor<2, 3> x{{1, 2, 3}, {4, 5, 6}};
  x.reshape<Shape{3, 2}>()(1, 1) = 40;
  BOOST_TEST(x(1, 0) == 40.0F);
}

BOOST_AUTO_TEST_CASE(a_tensor_iterates_row_by_row) {
  const Tensor<2, 2> x{{1, 2}, {3, 4}};
  const std::vector<float> seen(x.begin(), x.end());
  BOOST_TEST(seen == (std::vector<float>{1, 2, 3, 4}), boost::test_tools::per_element());
}

}  // namespace
