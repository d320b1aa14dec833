// SPDX-License-Identifier: MIT
#include <kiln/tensor/axes.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>

#include <kiln/tensor/comparison.hpp>

namespace {

using kiln::BasicTensor;
using kiln::Shape;
using kiln::Tensor;

constexpr Tensor<2, 3> x{{1, 2, 3}, {4, 5, 6}};

BOOST_AUTO_TEST_CASE(the_sum_along_an_axis_drops_it) {
  static_assert(kiln::sum<0>(x) == Tensor<3>{5, 7, 9});
  static_assert(kiln::sum<1>(x) == Tensor<2>{6, 15});
  static_assert(kiln::sum<0>(x[1]) == Tensor<1>{15});
  BOOST_TEST((kiln::sum<0>(x.view()) == Tensor<3>{5, 7, 9}));
}

template <std::size_t Axis>
void check_axis() {
  BasicTensor<int, Shape{2, 3, 4, 5}> cube;
  for (std::size_t i = 0; i < cube.size(); ++i) cube.data()[i] = static_cast<int>(i * i % 17);
  const auto sums = kiln::sum<Axis>(cube);
  BasicTensor<int, sums.shape> expected;
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::size_t k = 0; k < 4; ++k) {
        for (std::size_t l = 0; l < 5; ++l) {
          const int term = cube(i, j, k, l);
          if constexpr (Axis == 0) expected(j, k, l) += term;
          else if constexpr (Axis == 1) expected(i, k, l) += term;
          else if constexpr (Axis == 2) expected(i, j, l) += term;
          else expected(i, j, k) += term;
        }
      }
    }
  }
  BOOST_TEST((sums == expected));
}

BOOST_AUTO_TEST_CASE(every_axis_of_four_can_be_summed) {
  check_axis<0>();
  check_axis<1>();
  check_axis<2>();
  check_axis<3>();
}

BOOST_AUTO_TEST_CASE(transpose_exchanges_rows_and_columns) {
  constexpr auto t = kiln::transpose(x);
  static_assert(t == Tensor<3, 2>{{1, 4}, {2, 5}, {3, 6}});
  BOOST_TEST((kiln::transpose(t) == x));
}

}  // namespace
