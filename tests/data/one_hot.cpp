// SPDX-License-Identifier: MIT

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <kiln/data/one_hot.hpp>
#include <kiln/tensor/tensor.hpp>
#include <span>

BOOST_AUTO_TEST_SUITE(one_hot)

BOOST_AUTO_TEST_CASE(each_row_has_its_one_at_the_label_and_nothing_of_what_was_there) {
  const std::array<std::uint8_t, 3> labels{2, 0, 3};
  auto rows = kiln::Tensor<3, 4>::full(7);
  kiln::one_hot(std::span<const std::uint8_t>(labels), kiln::Rows<float, 4>(rows));
  BOOST_TEST((rows == kiln::Tensor<3, 4>{{0, 0, 1, 0}, {1, 0, 0, 0}, {0, 0, 0, 1}}));
}

BOOST_AUTO_TEST_CASE(it_is_a_constant_expression) {
  constexpr auto rows = [] {
    const std::array<int, 2> labels{1, 0};
    kiln::BasicTensor<double, kiln::Shape{2, 2}> result;
    kiln::one_hot(std::span<const int>(labels), kiln::Rows<double, 2>(result));
    return result;
  }();
  static_assert(rows == kiln::BasicTensor<double, kiln::Shape{2, 2}>{{0, 1}, {1, 0}});
}

BOOST_AUTO_TEST_SUITE_END()
