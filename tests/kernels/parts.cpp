// SPDX-License-Identifier: MIT
#include <kiln/kernels/parts.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <utility>
#include <vector>

namespace {

using Parts = std::vector<std::pair<std::size_t, std::size_t>>;

Parts parts(std::size_t total, std::size_t most) {
  Parts all;
  kiln::for_each_part(
      total, most, [&](std::size_t first, std::size_t count) { all.emplace_back(first, count); });
  return all;
}

BOOST_AUTO_TEST_CASE(parts_are_as_few_as_can_be_and_even) {
  BOOST_TEST((parts(0, 3) == Parts{{0, 0}}));
  BOOST_TEST((parts(3, 3) == Parts{{0, 3}}));
  BOOST_TEST((parts(4, 3) == Parts{{0, 2}, {2, 2}}));
  BOOST_TEST((parts(10, 4) == Parts{{0, 4}, {4, 3}, {7, 3}}));
}

// Where ⌈total ÷ parts⌉ from the front would leave one.
BOOST_AUTO_TEST_CASE(the_last_of_many_parts_is_as_long_as_the_others) {
  BOOST_TEST(parts(9217, 96).size() == 97U);
  BOOST_TEST((parts(9217, 96).front() == std::pair<std::size_t, std::size_t>{0, 96}));
  BOOST_TEST((parts(9217, 96).back() == std::pair<std::size_t, std::size_t>{9122, 95}));
}

}  // namespace
