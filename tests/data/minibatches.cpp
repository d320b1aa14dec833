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

/// Row r holds r, r + 50, r + 100, … and its label is r.
struct ByteSet {
  std::array<std::uint8_t, count * width> x{};
  std::array<std::uint8_t, count> labels{};

  constexpr ByteSet() {
    for (std::size_t r = 0; r < count; ++r) {
      for (std::size_t j = 0; j < width; ++j)
        x[r * width + j] = static_cast<std::uint8_t>(r + 50 * j);
      labels[r] = static_cast<std::uint8_t>(r);
    }
  }
  constexpr kiln::Rows<const std::uint8_t, width> rows() const { return {x.data(), count}; }
};

template <class T>
void check_widened_rows(kiln::Rows<const T, width> rows, std::span<const std::uint8_t> labels,
                        std::uint16_t divisor) {
  BOOST_TEST_REQUIRE(rows.count() == labels.size());
  for (std::size_t r = 0; r < rows.count(); ++r) {
    for (std::size_t j = 0; j < width; ++j) {
      const auto byte = static_cast<std::uint8_t>(labels[r] + 50 * j);
      BOOST_TEST(rows[r](j) == static_cast<T>(byte) / static_cast<T>(divisor));
    }
  }
}

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

BOOST_AUTO_TEST_CASE(gathered_rows_of_bytes_are_divided) {
  const ByteSet set;
  const std::array<int, 4> index{49, 0, 7, 7};
  const std::array<std::uint8_t, 4> expected{49, 0, 7, 7};
  kiln::Tensor<4, width> to;
  kiln::gather(set.rows(), std::span<const int>(index), kiln::Rows<float, width>(to), 255);
  check_widened_rows<float>(to, expected, 255);
  kiln::gather<kiln::simd::plain>(set.rows(), std::span<const int>(index),
                                  kiln::Rows<float, width>(to), 7);
  check_widened_rows<float>(to, expected, 7);
}

BOOST_AUTO_TEST_CASE(batches_drawn_from_bytes_are_those_drawn_from_their_quotients) {
  constexpr std::size_t wide = 784;  // and long enough to be asked for ahead
  std::vector<std::uint8_t> bytes(count * wide);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 37 % 251);
  std::vector<float> floats;
  for (const std::uint8_t byte : bytes) floats.push_back(static_cast<float>(byte) / 255.0f);
  const Set set;
  using Batches = kiln::Minibatches<float, wide, 20>;
  Batches from_bytes({bytes.data(), count}, set.labels, 255);
  Batches from_floats({floats.data(), count}, set.labels);
  kiln::Engine engine(3), same(3);
  for (int draw = 0; draw < 5; ++draw) {
    from_bytes.draw(engine);
    from_floats.draw(same);
    BOOST_TEST(from_bytes.labels() == from_floats.labels(), boost::test_tools::per_element());
    const auto a = from_bytes.rows(), b = from_floats.rows();
    BOOST_TEST((a.count() == 20 && std::equal(a.begin(), a.end(), b.begin(), b.end())));
  }
}

BOOST_AUTO_TEST_CASE(samples_taken_in_order_are_the_data_set_whatever_it_is_made_of) {
  const Set set;
  const ByteSet bytes;
  kiln::Minibatches<float, width, 20> floats(set.rows(), set.labels);
  kiln::Minibatches<float, width, 20> widened(bytes.rows(), bytes.labels, 255);
  kiln::Minibatches<double, width, 20> in_double(bytes.rows(), bytes.labels, 255);
  kiln::Minibatches<std::uint8_t, width, 20> as_they_are(bytes.rows(), bytes.labels);
  BOOST_TEST(widened.count() == count);
  for (std::size_t first = 0; first < count; first += 20) {
    const std::size_t n = std::min<std::size_t>(20, count - first);
    const auto check_labels = [&](std::span<const std::uint8_t> labels) {
      BOOST_TEST(labels == std::span(set.labels).subspan(first, n),
                 boost::test_tools::per_element());
    };
    floats.take(first, n);
    check_rows_match_labels(floats.rows(), floats.labels());
    check_labels(floats.labels());
    widened.take(first, n);
    check_widened_rows(widened.rows(), widened.labels(), 255);
    check_labels(widened.labels());
    in_double.take(first, n);
    check_widened_rows(in_double.rows(), in_double.labels(), 255);
    as_they_are.take(first, n);
    check_widened_rows(as_they_are.rows(), as_they_are.labels(), 1);
  }
}

constexpr float second_pixel_of_sample_one() {
  const ByteSet set;
  kiln::Minibatches<float, width, 2> batches(set.rows(), set.labels, 255);
  const std::array<int, 2> index{3, 1};
  batches.take(std::span<const int>(index));
  return batches.rows()[1](1);
}
static_assert(second_pixel_of_sample_one() == 0.2f);

BOOST_AUTO_TEST_SUITE_END()
