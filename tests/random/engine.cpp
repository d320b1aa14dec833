// SPDX-License-Identifier: MIT
#include <kiln/random/engine.hpp>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <random>

namespace {

static_assert(std::uniform_random_bit_generator<kiln::Engine>);

// The 10,000th number of an engine.
constexpr std::uint64_t late(kiln::Engine engine) {
  for (int i = 1; i < 10000; ++i) engine();
  return engine();
}

// Values of an implementation with Python's big integers, written from the paper.
BOOST_AUTO_TEST_CASE(the_engine_gives_the_numbers_of_the_paper) {
  kiln::Engine zero;
  BOOST_TEST(zero() == 0x53175d61490b23dfU);
  BOOST_TEST(zero() == 0x61da6f3dc380d507U);
  BOOST_TEST(zero() == 0x5c0fdf91ec9a7bfcU);
  BOOST_TEST(late(kiln::Engine(0)) == 0x619df8b7cdd5c1a7U);
  BOOST_TEST(late(kiln::Engine(42)) == 0xabe37b7688f13ec1U);
  BOOST_TEST(late(kiln::Engine(~std::uint64_t(0))) == 0x2acd438a77900fefU);
}

BOOST_AUTO_TEST_CASE(the_engine_runs_in_constant_evaluation) {
  constexpr std::uint64_t first = [] {
    kiln::Engine engine(42);
    return engine();
  }();
  static_assert(first == 0xd0764d4f4476689fU);
  kiln::Engine engine(42);
  BOOST_TEST(engine() == first);
}

BOOST_AUTO_TEST_CASE(engines_are_equal_while_their_future_is) {
  kiln::Engine a(7), b(7);
  BOOST_TEST((a == b));
  a();
  BOOST_TEST(!(a == b));
  b();
  BOOST_TEST((a == b));
  BOOST_TEST(!(kiln::Engine(7) == kiln::Engine(8)));
}

BOOST_AUTO_TEST_CASE(an_engine_goes_on_from_its_state) {
  kiln::Engine engine(3);
  engine();
  kiln::Engine other = kiln::Engine::at(engine.state());
  BOOST_TEST((other == engine));
  BOOST_TEST(other() == engine());
}

}  // namespace
