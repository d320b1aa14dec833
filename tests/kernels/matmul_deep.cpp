// SPDX-License-Identifier: MIT
// What only large products do: blocks of the depth, sums that wait between blocks, panels beside
// panels, every number of rows that a tile can be left with. Small integers, whose sums are exact.
#include <array>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <utility>
#include <vector>

#include "matmul.hpp"
#include "support/architectures.hpp"

namespace {

using matmul_test::Data;
using matmul_test::draw;

// Depths on both sides of a block and of what is packed at once, on every instruction set.
constexpr std::array<std::size_t, 9> depths{0, 95, 96, 97, 128, 129, 255, 384, 1030};
// All rests of tiles, many tiles, and more rows than sums are collected for at a time.
constexpr std::array<std::size_t, 13> row_counts{1, 2, 3, 5, 6, 7, 8, 9, 11, 13, 23, 65, 131};

// An epilogue that is not a Store: y ← y − 2·sum, begun with 1.
template <class T>
struct Move {
  T* y;
  std::size_t row;
  Move from(std::size_t i, std::size_t j) const { return {y + i * row + j, row}; }
  template <class Segment>
  auto start(Segment, std::size_t, std::size_t) const {
    return typename Segment::Vector(T(1));
  }
  template <class Segment, class V>
  void finish(Segment, const V& sum, std::size_t i, std::size_t j) const {
    T* const at = y + i * row + j;
    Segment::store(at, Segment::load(at) - V(T(2)) * sum);
  }
};

template <class T>
struct Operands {
  std::size_t rows, depth, width;
  support::Guarded<T> a, b;  // rows × depth and depth × width, or their transposes: any numbers
  std::vector<T> before;

  Operands(std::size_t n, std::size_t k, std::size_t m)
      : rows(n),
        depth(k),
        width(m),
        a(numbers(n * k, n + k)),
        b(numbers(k * m, k + m)),
        before(numbers(n * m, n + m)) {}
  static std::vector<T> numbers(std::size_t n, std::size_t seed) {
    support::Samples samples(seed);
    return samples.integers<T>(n, -7, 7);
  }
};

/// Outputs that differ from start + factor·Σ, or memory before them that was written.
template <class T, class Run, class Expected>
std::size_t wrong(const Operands<T>& o, const Run& run, const Expected& expected) {
  support::Guarded<T> y(o.before);
  run(y.data());
  std::size_t count = y.untouched_before(o.rows * o.width) ? 0 : 1;
  for (std::size_t i = 0; i < o.rows; ++i) {
    for (std::size_t j = 0; j < o.width; ++j) {
      const std::size_t at = i * o.width + j;
      count += y.data()[at] == expected(i, j, o.before[at]) ? 0 : 1;
    }
  }
  return count;
}

/// Sums of integers from the definition.
template <class T>
std::vector<long> sums(const Operands<T>& o, std::size_t a_row, std::size_t a_step,
                       std::size_t b_row, std::size_t b_step) {
  std::vector<long> result(o.rows * o.width);
  for (std::size_t i = 0; i < o.rows; ++i) {
    for (std::size_t k = 0; k < o.depth; ++k) {
      const long factor = static_cast<long>(o.a.data()[i * a_row + k * a_step]);
      for (std::size_t j = 0; j < o.width; ++j) {
        result[i * o.width + j] += factor * static_cast<long>(o.b.data()[k * b_row + j * b_step]);
      }
    }
  }
  return result;
}

template <class T, std::size_t Width, class Arch>
void check(std::size_t rows, std::size_t depth) {
  const Operands<T> o(rows, depth, Width);
  const auto at = [](const std::vector<long>& x) {
    return [&x](std::size_t i, std::size_t j, T) { return static_cast<T>(x[i * Width + j]); };
  };
  const auto forward = sums(o, depth, 1, Width, 1), turned = sums(o, 1, rows, Width, 1);
  const auto by_transposed = sums(o, depth, 1, 1, depth);
  const T *const a = o.a.data(), *const b = o.b.data();
  const std::size_t wrong_forward = wrong(
      o,
      [&](T* y) {
        kiln::multiply<Width, kiln::chain_count(8, Width), Arch>(
            rows, depth, kiln::straight(a, depth), b, kiln::Store<T>{y, Width, nullptr, 0});
      },
      at(forward));
  const std::size_t wrong_added = wrong(
      o,
      [&](T* y) {
        kiln::multiply<Width, 1, Arch>(rows, depth, kiln::transposed(a, rows), b,
                                       kiln::Store<T>{y, Width, y, Width});
      },
      [&](std::size_t i, std::size_t j, T before) {
        return before + static_cast<T>(turned[i * Width + j]);
      });
  const std::size_t wrong_moved = wrong(
      o,
      [&](T* y) {
        kiln::multiply<Width, 1, Arch>(rows, depth, kiln::transposed(a, rows), b,
                                       Move<T>{y, Width});
      },
      [&](std::size_t i, std::size_t j, T before) {
        return before - static_cast<T>(2 * (1 + turned[i * Width + j]));
      });
  const std::size_t wrong_turned = wrong(
      o, [&](T* y) { kiln::multiply_by_transposed<Width, Arch>(rows, depth, a, b, y); },
      at(by_transposed));
  const std::array<std::size_t, 4> all{wrong_forward, wrong_added, wrong_moved, wrong_turned};
  BOOST_TEST((all == std::array<std::size_t, 4>{}),
             "wrong: X·W " << wrong_forward << ", += Xᵀ·D " << wrong_added << ", moved "
                           << wrong_moved << ", D·Wᵀ " << wrong_turned << " at " << rows << " × "
                           << Width << " × " << depth);
}

template <class T, class Arch, std::size_t Width>
void check_sizes() {
  if constexpr (kiln::simd::vectorised<T, Arch>) {
    for (const std::size_t depth : depths) check<T, Width, Arch>(23, depth);
    for (const std::size_t rows : row_counts) check<T, Width, Arch>(rows, 131);
    for (const std::size_t depth : {1, 3, 4, 7, 8, 9}) check<T, Width, Arch>(23, depth);
  }
}

// These widths; the first on every instruction set, the others on those of kernels.
template <class T, std::size_t First, std::size_t... Width>
void check_all() {
  support::for_each_architecture([]<class Arch>(Arch) { check_sizes<T, Arch, First>(); });
  support::for_architectures_of_kernels(
      []<class Arch>(Arch) { (check_sizes<T, Arch, Width>(), ...); });
}

// One or two columns behind whole registers go a way of their own from some depth on, and up to
// what the widest of the panels before them packs: 170 terms of 48 columns, 128 of 64, 102 of 80.
template <std::size_t... Width>
void check_edges() {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      for (const std::size_t depth : {47, 48, 63, 64, 102, 103, 128, 129, 170, 171}) {
        for (const std::size_t rows : {31, 63, 64, 66})
          (check<float, Width, Arch>(rows, depth), ...);
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(the_last_columns_are_exact_behind_panels_of_every_width) {
  if constexpr (KILN_NIGHTLY) check_edges<33, 50, 82, 130>();
  else check_edges<50, 82>();
}

BOOST_AUTO_TEST_CASE(deep_products_of_floats_are_exact) {
  if constexpr (KILN_NIGHTLY) check_all<float, 50, 3, 13, 69, 144>();
  else check_all<float, 50, 3, 144>();
}
BOOST_AUTO_TEST_CASE(deep_products_of_doubles_are_exact) {
  if constexpr (KILN_NIGHTLY) check_all<double, 45, 5>();
  else check_all<double, 45>();
}

// The control: a value that waits between blocks and is changed is noticed.
BOOST_AUTO_TEST_CASE(a_wrong_sum_is_noticed) {
  const Operands<float> o(2, 300, 5);
  const auto right = sums(o, 300, 1, 5, 1);
  const auto run = [&](float by) {
    return wrong(
        o,
        [&](float* y) {
          kiln::multiply<5>(2, 300, kiln::straight<float>(o.a.data(), 300),
                            static_cast<const float*>(o.b.data()),
                            kiln::Store<float>{y, 5, nullptr, 0});
          y[7] += by;
        },
        [&](std::size_t i, std::size_t j, float) { return static_cast<float>(right[i * 5 + j]); });
  };
  BOOST_TEST(run(0) == 0U);
  BOOST_TEST(run(1) == 1U);
}

}  // namespace
