// SPDX-License-Identifier: MIT
#include <kiln/kernels/product.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <type_traits>

#include <kiln/random/engine.hpp>
#include <kiln/random/uniform.hpp>
#include <kiln/tensor/axes.hpp>
#include <kiln/tensor/comparison.hpp>

namespace {

using kiln::BasicTensor;
using kiln::matmul;
using kiln::Shape;
using kiln::Tensor;

// The course's examples.
constexpr Tensor<2, 3> a{{1, 2, 3}, {4, 5, 6}};
constexpr Tensor<3, 2> b{{1, 2}, {3, 4}, {5, 6}};

BOOST_AUTO_TEST_CASE(matrices_multiply) {
  static_assert(matmul(a, b) == Tensor<2, 2>{{22, 28}, {49, 64}});
  static_assert(matmul(Tensor<2, 2>{{1, 2}, {3, 4}}, Tensor<2, 2>{{5, 6}, {7, 8}}) ==
                Tensor<2, 2>{{19, 22}, {43, 50}});
  BOOST_TEST((matmul(a, b) == Tensor<2, 2>{{22, 28}, {49, 64}}));
}

BOOST_AUTO_TEST_CASE(a_vector_is_a_row_on_the_left_and_a_column_on_the_right) {
  static_assert(matmul(b, Tensor<2>{7, 8}) == Tensor<3>{23, 53, 83});
  static_assert(matmul(Tensor<2>{1, 2}, Tensor<2, 3>{{1, 3, 5}, {2, 4, 6}}) ==
                Tensor<3>{5, 11, 17});
  BOOST_TEST((matmul(a[0], b) == Tensor<2>{22, 28}));
}

BOOST_AUTO_TEST_CASE(the_product_of_two_vectors_is_a_number) {
  static_assert(std::is_same_v<decltype(matmul(a[0], a[1])), float>);
  static_assert(matmul(a[0], a[1]) == 32);
  BOOST_TEST(matmul(BasicTensor<int, Shape{2}>{3, 4}, BasicTensor<int, Shape{2}>{3, 4}) == 25);
}

template <std::size_t M, std::size_t K, std::size_t N>
void check_against_triple_loop() {
  kiln::Engine engine(M + K + N);
  BasicTensor<float, Shape{M, K}> x;
  BasicTensor<float, Shape{K, N}> y;
  for (float& element : x) element = static_cast<float>(kiln::uniform_index(engine, 19)) - 9;
  for (float& element : y) element = static_cast<float>(kiln::uniform_index(engine, 19)) - 9;
  const auto product = matmul(x, y);
  for (std::size_t i = 0; i < M; ++i) {
    for (std::size_t j = 0; j < N; ++j) {
      double sum = 0;  // integers: exact in both
      for (std::size_t k = 0; k < K; ++k) sum += double(x(i, k)) * double(y(k, j));
      BOOST_TEST(double(product(i, j)) == sum);
    }
  }
}

BOOST_AUTO_TEST_CASE(integer_products_are_exact_at_any_size) {
  check_against_triple_loop<1, 1, 1>();
  check_against_triple_loop<3, 17, 5>();
  check_against_triple_loop<7, 50, 33>();
}

BOOST_AUTO_TEST_CASE(a_product_has_the_same_bits_in_constant_evaluation) {
  constexpr auto product = [] {
    kiln::Engine engine(3);
    Tensor<3, 9> x;
    Tensor<9, 5> y;
    for (float& element : x) element = kiln::uniform(engine, -1, 1);
    for (float& element : y) element = kiln::uniform(engine, -1, 1);
    return matmul(x, y);
  };
  constexpr auto expected = product();
  if constexpr (kiln::simd::has_fma<float>) BOOST_TEST((product() == expected));
  else BOOST_TEST(product().size() == expected.size());
}

}  // namespace
