// SPDX-License-Identifier: MIT
#include <kiln/random/permutation.hpp>

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include <kiln/random/engine.hpp>

namespace {

// Values of an implementation in Python.
BOOST_AUTO_TEST_CASE(a_permutation_is_durstenfelds) {
  kiln::Engine engine(42);
  std::array<int, 10> order{};
  kiln::random_permutation(engine, std::span(order));
  BOOST_TEST(order == (std::array<int, 10>{5, 3, 1, 0, 9, 6, 4, 7, 2, 8}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_permutation_holds_every_index_once) {
  kiln::Engine engine(1);
  std::vector<std::uint32_t> order(60000);
  kiln::random_permutation(engine, std::span<std::uint32_t>(order));
  BOOST_TEST(!std::is_sorted(order.begin(), order.end()));
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size(); ++i) BOOST_REQUIRE(order[i] == i);
}

BOOST_AUTO_TEST_CASE(all_orders_are_equally_likely) {
  kiln::Engine engine(2);
  std::map<std::array<int, 4>, int> seen;
  const int draws = 48000;
  for (int i = 0; i < draws; ++i) {
    std::array<int, 4> order{};
    kiln::random_permutation(engine, std::span(order));
    ++seen[order];
  }
  BOOST_TEST(seen.size() == 24U);
  for (const auto& [order, count] : seen) BOOST_TEST(std::abs(count - draws / 24) < 250);
}

BOOST_AUTO_TEST_CASE(orders_of_none_and_one_are_what_they_must_be) {
  kiln::Engine engine(2);
  std::array<int, 1> one = {7};
  kiln::random_permutation(engine, std::span<int>());
  kiln::random_permutation(engine, std::span(one));
  BOOST_TEST(one[0] == 0);
}

// Values of an implementation in Python.
BOOST_AUTO_TEST_CASE(chosen_indices_are_independent_draws) {
  kiln::Engine engine(42);
  std::array<std::uint32_t, 5> batch{};
  kiln::random_indices(engine, 60000, std::span(batch));
  BOOST_TEST(batch == (std::array<std::uint32_t, 5>{48858, 19129, 59033, 42068, 47610}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(chosen_indices_repeat_and_stay_below_n) {
  kiln::Engine engine(4);
  std::array<std::size_t, 100> batch{};
  kiln::random_indices(engine, 3, std::span(batch));
  for (std::size_t index = 0; index < 3; ++index) {
    BOOST_TEST(std::count(batch.begin(), batch.end(), index) > 10);
  }
  BOOST_TEST(*std::max_element(batch.begin(), batch.end()) == 2U);
}

BOOST_AUTO_TEST_CASE(an_order_can_be_a_constant) {
  constexpr auto order = [] {
    kiln::Engine engine(42);
    std::array<int, 10> result{};
    kiln::random_permutation(engine, std::span(result));
    return result;
  }();
  static_assert(order[0] == 5 && order[9] == 8);
  BOOST_TEST(order[4] == 9);
}

}  // namespace
