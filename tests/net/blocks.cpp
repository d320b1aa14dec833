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
static_assert(block_rows<Tiny> == 131072 / 4 / 124 / 64 * 64);
static_assert(block_rows<Course> == 64);
static_assert(block_rows<Wide> == (784 * 512 + 512 * 513 + 512 * 11 + 10) / 2852 / 64 * 64);
static_assert(block_rows<Chain<double, 4, Dense<32, Tanh>, Dense<16, Tanh>, Dense<4>>> ==
              131072 / 8 / 124 / 64 * 64);
// However wide a row is.
static_assert(block_rows<Chain<float, 100'000, Dense<1>>> == 64);

// What the course trains with goes in one.
static_assert(!takes_blocks<Course>(100));
static_assert(!takes_blocks<Course>(255));
static_assert(takes_blocks<Course>(256));
static_assert(!takes_blocks<Wide>(128));
static_assert(takes_blocks<Tiny>(10'000));

template <class Built>
void check_blocks() {
  for (std::size_t parts = 1; parts <= 5; ++parts) {
    for (std::size_t n = 1; n < 5000; ++n) {
      const std::size_t length = block_length<Built>(n, parts);
      std::size_t done = 0, count = 0;
      for (; done < n; ++count) {
        const std::size_t next = next_block(n - done, length);
        BOOST_REQUIRE((next == length || (next > length && done + next == n)));
        done += next;
      }
      BOOST_REQUIRE(done == n);
      const bool many = takes_blocks<Built>(n / parts);
      BOOST_REQUIRE(length == (many ? block_rows<Built> * parts : n));
      BOOST_REQUIRE(count >= (many ? 4U : 1U));
    }
  }
}

BOOST_AUTO_TEST_CASE(blocks_are_as_long_as_the_rule_says_and_the_last_one_takes_the_rest) {
  check_blocks<Tiny>();
  check_blocks<Course>();
}

}  // namespace
