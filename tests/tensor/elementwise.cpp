// SPDX-License-Identifier: MIT
#include <kiln/tensor/elementwise.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <type_traits>

namespace {

using kiln::BasicTensor;
using kiln::Shape;
using kiln::Tensor;
using kiln::View;

template <Shape S>
BasicTensor<double, S> counted(double first) {
  BasicTensor<double, S> result;
  for (double& x : result) x = first++;
  return result;
}

// Not commutative, so that exchanged operands show.
constexpr auto mix = [](auto a, auto b) { return 1000 * a + b; };

template <Shape A, Shape B>
void check_broadcasting() {
  const auto a = counted<A>(1);
  const auto b = counted<B>(100);
  const auto y = kiln::combine(a, b, mix);
  constexpr Shape to = broadcast(A, B);
  static_assert(y.shape == to);
  for (std::size_t at = 0; at < to.size(); ++at) {
    const double x = a.data()[broadcast_offset(A, to, at)];
    BOOST_TEST(y.data()[at] == mix(x, b.data()[broadcast_offset(B, to, at)]));
  }
}

BOOST_AUTO_TEST_CASE(pairs_of_elements_are_those_that_broadcasting_names) {
  check_broadcasting<Shape{5}, Shape{5}>();
  check_broadcasting<Shape{3, 4}, Shape{4}>();
  check_broadcasting<Shape{4}, Shape{3, 4}>();
  check_broadcasting<Shape{3, 1}, Shape{1, 4}>();
  check_broadcasting<Shape{3, 1}, Shape{4}>();
  check_broadcasting<Shape{1}, Shape{2, 3}>();
  check_broadcasting<Shape{1, 1, 1}, Shape{2, 1}>();
  check_broadcasting<Shape{2, 3, 4}, Shape{3, 1}>();
  check_broadcasting<Shape{2, 1, 4}, Shape{3, 4}>();
  check_broadcasting<Shape{2, 3, 1, 5}, Shape{1, 3, 4, 1}>();
  check_broadcasting<Shape{3, 1}, Shape{3, 1}>();
}

BOOST_AUTO_TEST_CASE(the_first_mismatch_is_sought_from_the_last_axis) {
  static_assert(kiln::first_mismatch(Shape{2, 3}, Shape{3}).left == 1);
  constexpr auto pair = kiln::first_mismatch(Shape{5, 2, 3}, Shape{4, 7, 3});
  BOOST_TEST(pair.left == 2U);
  BOOST_TEST(pair.right == 7U);
}

BOOST_AUTO_TEST_CASE(a_number_beside_a_float_tensor_does_not_widen_it) {
  const Tensor<2> x{1, 2};
  static_assert(std::is_same_v<decltype(kiln::combine(x, 2.5, mix)), Tensor<2>>);
  BOOST_TEST(kiln::combine(2, x, mix)(1) == 2002.0F);
}

BOOST_AUTO_TEST_CASE(integers_promote_as_in_the_language) {
  using Ints = BasicTensor<int, Shape{2}>;
  const Ints x{1, 2};
  static_assert(std::is_same_v<decltype(kiln::combine(x, 1, mix)), Ints>);
  static_assert(
      std::is_same_v<decltype(kiln::combine(x, 0.5, mix)), BasicTensor<double, Shape{2}>>);
  const BasicTensor<double, Shape{2}> y{0.25, 0.5};
  BOOST_TEST(kiln::combine(x, y, mix)(1) == 2000.5);
}

BOOST_AUTO_TEST_CASE(map_applies_a_function_to_every_element) {
  constexpr Tensor<2, 2> x{{1, 2}, {3, 4}};
  constexpr auto halves = kiln::map(x, [](float v) { return static_cast<double>(v) / 2; });
  static_assert(std::is_same_v<decltype(halves), const BasicTensor<double, Shape{2, 2}>>);
  BOOST_TEST(halves(1, 0) == 1.5);
  BOOST_TEST(kiln::map(x[1], [](float v) { return v > 3; })(1));
}

}  // namespace
