// SPDX-License-Identifier: MIT
// What a net says of arguments that are no layers stands in tests/compile_fail.
#include <kiln/net/bind.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <type_traits>

#include <kiln/activations/relu.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>

namespace {

using namespace kiln;

BOOST_AUTO_TEST_CASE(each_layer_is_bound_to_the_shape_that_reaches_it) {
  using Layers = Chain<float, Shape(7), Dense<9, ReLU>, Frozen<Dense<5, ReLU>>, Dense<3, Softmax>>;
  static_assert(Layers::count == 3);
  static_assert(Layers::At<0>::input == Shape(7) && Layers::At<0>::output == Shape(9));
  static_assert(Layers::At<1>::input == Shape(9) && Layers::At<1>::output == Shape(5));
  static_assert(Layers::At<2>::input == Shape(5) && Layers::output == Shape(3));
  static_assert(std::is_same_v<Layers::At<0>, Dense<9, ReLU>::Layer<float, Shape(7)>>);
  BOOST_TEST(Layers::At<2>::input.size() == 5U);
}

// Of nothing, a chain is still one, so that the sentence about it is the only error.
BOOST_AUTO_TEST_CASE(a_chain_of_no_layers_passes_its_input_through) {
  using Nothing = Chain<double, Shape(4)>;
  static_assert(Nothing::input == Shape(4) && Nothing::output == Shape(4));
  static_assert(std::is_same_v<NoLayer::Layer<double, Shape(4)>, PassThrough<double, Shape(4)>>);
  BOOST_TEST(Nothing::predict_memory(10) == 0U);
}

}  // namespace
