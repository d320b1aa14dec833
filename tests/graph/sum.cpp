// SPDX-License-Identifier: MIT
#include <kiln/graph/sum.hpp>

#include <boost/test/unit_test.hpp>
#include <type_traits>

#include <kiln/graph/arithmetic.hpp>
#include <kiln/tensor/comparison.hpp>

namespace {

using kiln::BasicTensor;
using kiln::Shape;
namespace graph = kiln::graph;
using Three = BasicTensor<double, Shape{3}>;

BOOST_AUTO_TEST_CASE(sum_passes_its_gradient_to_every_element) {
  auto x = graph::variable(Three{1, 2, 3});
  auto y = sum(x * x);
  static_assert(std::is_same_v<decltype(y)::value_type, double>);
  BOOST_TEST(y.forward() == 14.0);
  y.backward();
  BOOST_TEST((x.gradient() == Three{2, 4, 6}));
}

BOOST_AUTO_TEST_CASE(the_sum_of_a_number_is_the_number) {
  auto x = graph::variable(4.0);
  auto y = sum(x) * 3;
  BOOST_TEST(y.forward() == 12.0);
  y.backward();
  BOOST_TEST(x.gradient() == 3.0);
}

}  // namespace
