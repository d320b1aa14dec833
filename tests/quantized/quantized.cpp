// SPDX-License-Identifier: MIT
#include <kiln/quantized/quantized.hpp>

#include <kiln/activations/relu.hpp>
#include <kiln/activations/softmax.hpp>

#include <boost/test/unit_test.hpp>
#include <type_traits>

namespace {

using namespace kiln;

BOOST_AUTO_TEST_CASE(it_can_be_copied_as_bytes_and_is_a_quarter_or_half_as_large) {
  using Large = Net<784, Dense<512, ReLU>, Dense<512, ReLU>, Dense<10, Softmax>>;
  static_assert(std::is_trivially_copyable_v<Quantized<Large, Int8>>);
  static_assert(std::is_trivially_copyable_v<Quantized<Large, BFloat16Weights>>);
  BOOST_TEST(sizeof(Quantized<Large, Int8>) < 0.27 * sizeof(Large));
  BOOST_TEST(sizeof(Quantized<Large, BFloat16Weights>) < 0.51 * sizeof(Large));
}

BOOST_AUTO_TEST_CASE(quantize_without_samples_is_a_constant_expression) {
  constexpr float first = [] {
    Net<3, Dense<2>> tiny;
    tiny.layer<0>().weight.copy({1, 2}, {3, 4}, {5, 6});
    Quantized<Net<3, Dense<2>>, BFloat16Products> to;
    quantize(tiny, to);
    return to.layer<0>().weight(2, 1);
  }();
  BOOST_TEST(first == 6.0F);
}

}  // namespace
