// SPDX-License-Identifier: MIT
#include <kiln/tensor/functions.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>

#include <kiln/random/engine.hpp>
#include <kiln/random/uniform.hpp>

namespace {

using kiln::BasicTensor;
using kiln::Shape;

// 37 elements: more than a register, and no multiple of one.
template <class T>
void check_functions() {
  kiln::Engine engine(1);
  BasicTensor<T, Shape{37}> x;
  for (T& element : x) element = kiln::uniform<T>(engine, T(0), T(5));
  const auto exps = exp(x);
  const auto logs = log(x);
  const auto roots = sqrt(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    BOOST_TEST(exps(i) == kiln::simd::exp(x(i)));
    BOOST_TEST(logs(i) == kiln::simd::log(x(i)));
    BOOST_TEST(roots(i) == std::sqrt(x(i)));
  }
}

BOOST_AUTO_TEST_CASE(a_function_of_a_tensor_is_that_of_each_element_bit_for_bit) {
  check_functions<float>();
  check_functions<double>();
}

BOOST_AUTO_TEST_CASE(functions_of_constants_are_constants) {
  constexpr BasicTensor<double, Shape{2}> x{0, 4};
  static_assert(kiln::exp(x)(0) == 1);
  static_assert(kiln::log(kiln::exp(x))(0) == 0);
  BOOST_TEST(kiln::sqrt(x)(1) == 2.0);
}

}  // namespace
