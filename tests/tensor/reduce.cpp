// SPDX-License-Identifier: MIT
#include <kiln/tensor/reduce.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <kiln/random/engine.hpp>
#include <kiln/random/uniform.hpp>
#include <kiln/tensor/comparison.hpp>

namespace {

using kiln::BasicTensor;
using kiln::Shape;
using kiln::Tensor;

constexpr Tensor<2, 3> x{{1, 5, 3}, {4, 5, 6}};
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

BOOST_AUTO_TEST_CASE(sum_mean_and_maximum_are_over_all_elements) {
  static_assert(kiln::sum(x) == 24);
  static_assert(kiln::mean(x) == 4);
  static_assert(kiln::maximum(x) == 6);
  BOOST_TEST(kiln::sum(x[0]) == 9.0F);
  BOOST_TEST(kiln::mean(Tensor<1>{7}) == 7.0F);
}

BOOST_AUTO_TEST_CASE(argmax_is_the_first_of_the_largest) {
  static_assert(kiln::argmax(x) == 5);
  static_assert(kiln::argmax(x[0]) == 1);
  BOOST_TEST(kiln::argmax(Tensor<4>{2, 9, 9, 1}) == 1U);
  BOOST_TEST(kiln::argmax(Tensor<3>{-3, -2, -5}) == 1U);
}

BOOST_AUTO_TEST_CASE(nan_is_the_largest) {
  BOOST_TEST(kiln::argmax(Tensor<4>{1, nan, 5, nan}) == 1U);
  BOOST_TEST(kiln::argmax(Tensor<2>{nan, 5}) == 0U);
  BOOST_TEST(std::isnan(kiln::maximum(Tensor<3>{1, nan, 5})));
  BOOST_TEST(kiln::maximum(Tensor<2>{1, std::numeric_limits<float>::infinity()}) > 1e38F);
}

BOOST_AUTO_TEST_CASE(integers_are_added_in_64_bits_and_masks_counted) {
  using Bytes = BasicTensor<std::uint8_t, Shape{300}>;
  BOOST_TEST(kiln::sum(Bytes::full(255)) == 76500U);
  BOOST_TEST(kiln::mean(BasicTensor<int, Shape{2}>{1, 2}) == 1.5);
  BOOST_TEST(kiln::sum(x > 4) == 3U);
  BOOST_TEST(kiln::mean(x > 4) == 0.5);
}

BOOST_AUTO_TEST_CASE(a_sum_has_the_same_bits_in_constant_evaluation) {
  constexpr auto sum_of_random = [] {
    kiln::Engine engine(3);
    Tensor<101> terms;
    for (float& term : terms) term = kiln::uniform(engine, -1, 1);
    return kiln::sum(terms);
  };
  constexpr float expected = sum_of_random();
  BOOST_TEST(sum_of_random() == expected);
}

}  // namespace
