// SPDX-License-Identifier: MIT
#include <kiln/net/convert.hpp>

#include <kiln/activations/tanh.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>

#include <boost/test/unit_test.hpp>

#include "support/of_net.hpp"

namespace {

using namespace kiln;

// The tensors stand at other places in a net of doubles, so each is copied by itself.
BOOST_AUTO_TEST_CASE(every_parameter_arrives_at_its_place) {
  using Single = Net<3, Frozen<Dense<5, Tanh>>, Dense<7, Tanh>, Dense<1>>;
  using Double = BasicNet<double, 3, Frozen<Dense<5, Tanh>>, Dense<7, Tanh>, Dense<1>>;
  Single net, back;
  Double exact;
  support::Samples samples(341);
  support::fill(net, samples);
  convert(net, exact);
  std::size_t wrong = 0;
  const auto source = net.parameters();
  const auto target = exact.parameters();
  for (std::size_t i = 0; i < source.size(); ++i) {
    for (std::size_t k = 0; k < source[i].shape.size(); ++k) {
      wrong += static_cast<double>(source[i].data[k]) == target[i].data[k] ? 0 : 1;
    }
  }
  BOOST_TEST(wrong == 0U);
  BOOST_TEST(exact.layer<1>().weight(4, 6) != 0);
  convert(exact, back);
  for (std::size_t k = 0; k < Single::storage_count; ++k) {
    wrong += net.storage()[k] == back.storage()[k] ? 0 : 1;
  }
  BOOST_TEST(wrong == 0U);
}

}  // namespace
