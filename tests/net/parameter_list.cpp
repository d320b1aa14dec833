// SPDX-License-Identifier: MIT
#include <kiln/activations/relu.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/net/parameter_list.hpp>

#include <boost/test/unit_test.hpp>
#include <tuple>
#include <utility>

namespace {

using namespace kiln;

BOOST_AUTO_TEST_CASE(parameters_are_listed_with_layer_name_shape_and_place) {
  Net<Shape{2, 2}, Dense<3, ReLU>, Dense<1>> net;
  const auto all = net.parameters();
  static_assert(std::tuple_size_v<decltype(net.parameters())> == 4);
  BOOST_TEST(all[0].layer == 0U);
  BOOST_TEST(all[1].layer == 0U);
  BOOST_TEST(all[2].layer == 1U);
  BOOST_TEST(all[3].layer == 1U);
  BOOST_TEST(all[0].name == "weight");
  BOOST_TEST(all[1].name == "bias");
  BOOST_TEST(all[3].name == "bias");
  BOOST_TEST((all[0].shape == Shape{4, 3}));
  BOOST_TEST((all[1].shape == Shape{3}));
  BOOST_TEST((all[2].shape == Shape{3, 1}));
  all[0].data[5] = 7;
  BOOST_TEST(net.layer<0>().weight(1, 2) == 7);
  all[3].data[0] = 8;
  BOOST_TEST(std::as_const(net).layer<1>().bias(0) == 8);
  BOOST_TEST(std::as_const(net).parameters()[3].data[0] == 8);
  static_assert(net.layer<0>().weight.shape == Shape{4, 3});
}

}  // namespace
