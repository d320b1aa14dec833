// SPDX-License-Identifier: MIT

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <kiln/data/minibatches.hpp>
#include <kiln/random/engine.hpp>
#include <kiln/tensor/tensor.hpp>
#include <set>
#include <span>
#include <vector>

namespace {

constexpr std::size_t count = 50, width = 7;

/// Row r holds r, r + 1000, r + 2000, …, and its label is r.
struct Set {
  kiln::Tensor<count, width> x;
  std::array<std::uint8_t, count> labels{};

  Set() {
    for (std::size_t r = 0; r < count; ++r) {
      for (std::size_t j = 0; j < width; ++j) x(r, j) = static_cast<float>(r + 1000 * j);
      labels[r] = static_cast<std::uint8_t>(r);
    }
  }
  kiln::Rows<const float, width> rows() const { return x; }
};

void check_rows_match_labels(kiln::Rows<const float, width> rows,
                             std::span<const std::uint8_t> labels) {
  BOOST_TEST_REQUIRE(rows.count() == labels.size());
  for (std::size_t r = 0; r < rows.count(); ++r) {
    for (std::size_t j = 0; j < width; ++j) {
      BOOST_TEST(rows[r](j) == static_cast<float>(labels[r] + 1000 * j));
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(minibatches)

BOOST_AUTO_TEST_CASE(gather_copies_the_rows_at_the_indices) {
  const Set set;
  const std::array<int, 4> index{49, 0, 7, 7};
  kiln::Tensor<4, width> to;
  kiln::gather(set.rows(), std::span<const int>(index), kiln::Rows<float, width>(to));
  const std::array<std::uint8_t, 4> expected{49, 0, 7, 7};
  check_rows_match_labels(to, expected);
}

BOOST_AUTO_TEST_CASE(a_drawn_batch_is_full_and_keeps_rows_with_their_labels) {
  const Set set;
  kiln::Minibatches<float, width, 20> batches(set.rows(), set.labels);
  kiln::Engine engine(4);
  std::set<int> seen;
  for (int draw = 0; draw < 40; ++draw) {
    batches.draw(engine);
    BOOST_TEST_REQUIRE(batches.labels().size() == 20);
    check_rows_match_labels(batches.rows(), batches.labels());
    seen.insert(batches.labels().begin(), batches.labels().end());
  }
  BOOST_TEST(seen.size() == count);  // 800 draws out of 50: all but surely each is drawn
}

BOOST_AUTO_TEST_CASE(one_seed_draws_one_sequence_and_another_seed_another) {
  const Set set;
  const auto labels = [&](std::uint64_t seed) {
    kiln::Minibatches<float, width, 20> batches(set.rows(), set.labels);
    kiln::Engine engine(seed);
    batches.draw(engine);
    return std::vector<int>(batches.labels().begin(), batches.labels().end());
  };
  BOOST_TEST(labels(1) == labels(1));
  BOOST_TEST(labels(1) != labels(2));
}

BOOST_AUTO_TEST_CASE(a_permutation_taken_in_parts_visits_every_sample_once_the_last_part_short) {
  const Set set;
  kiln::Minibatches<float, width, 20> batches(set.rows(), set.labels);
  kiln::Engine engine(9);
  std::array<std::uint32_t, count> order{};
  kiln::random_permutation(engine, std::span<std::uint32_t>(order));
  std::multiset<int> seen;
  for (std::size_t first = 0; first < count; first += 20) {
    const std::size_t n = std::min<std::size_t>(20, count - first);
    batches.take(std::span<const std::uint32_t>(order).subspan(first, n));
    check_rows_match_labels(batches.rows(), batches.labels());
    seen.insert(batches.labels().begin(), batches.labels().end());
  }
  BOOST_TEST(seen.size() == count);
  BOOST_TEST((std::set<int>(seen.begin(), seen.end()).size()) == count);
}

BOOST_AUTO_TEST_SUITE_END()
