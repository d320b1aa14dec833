// SPDX-License-Identifier: MIT
#include <kiln/net/blocks.hpp>

#include <kiln/activations/relu.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/activations/tanh.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/net/bind.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace kiln;

using Tiny = Chain<float, 4, Dense<32, Tanh>, Dense<16, Tanh>, Dense<4>>;
using Course = Chain<float, 784, Dense<50, Tanh>, Dense<10, Softmax>>;
using Wide = Chain<float, 784, Dense<512, ReLU>, Dense<512, ReLU>, Dense<10, Softmax>>;

// A row leaves 124 numbers behind, 904 and 2852 (its deltas among them, twice as many as the widest
// layer in between where there are two).
static_assert(block_rows<Tiny> == 131072 / 4 / 124 / 16 * 16);
static_assert(block_rows<Course> == 64);
static_assert(block_rows<Wide> == (784 * 512 + 512 * 513 + 512 * 11 + 10) / 2852 / 16 * 16);
static_assert(block_rows<Chain<double, 4, Dense<32, Tanh>, Dense<16, Tanh>, Dense<4>>> ==
              131072 / 8 / 124 / 16 * 16);
// However wide a row is.
static_assert(block_rows<Chain<float, 100'000, Dense<1>>> == 64);

// What the course trains with goes in one.
static_assert(!takes_blocks<Course>(100));
static_assert(!takes_blocks<Course>(255));
static_assert(takes_blocks<Course>(256));
static_assert(!takes_blocks<Wide>(128));
static_assert(takes_blocks<Tiny>(10'000));

template <class Built>
void check_lengths() {
  for (std::size_t parts = 1; parts <= 5; ++parts) {
    for (std::size_t n = 1; n < 5000; ++n) {
      const std::size_t length = block_length<Built>(n, parts);
      if (takes_blocks<Built>(n / parts)) {
        BOOST_REQUIRE(length % 16 == 0U);
        BOOST_REQUIRE(length >= block_rows<Built> * parts);
        BOOST_REQUIRE(length < 2 * block_rows<Built> * parts);
        BOOST_REQUIRE(3 * length < n);  // four of them at least
      } else {
        BOOST_REQUIRE(length == n);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(blocks_are_as_long_as_the_rule_says_for_every_batch_and_team) {
  check_lengths<Tiny>();
  check_lengths<Course>();
}

}  // namespace
