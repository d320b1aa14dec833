// SPDX-License-Identifier: MIT
#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/matmul.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "support/architectures.hpp"
#include "support/samples.hpp"

namespace {

// Two panels of columns, the second of another width, and rows of several tiles.
constexpr std::size_t rows = 23, width = 82;

// x·w of small integers, which no order of sums can change.
struct Operands {
  std::size_t depth;
  std::vector<float> x, w, bias, before;
  std::vector<float> product = std::vector<float>(rows * width);

  explicit Operands(std::size_t terms) : depth(terms) {
    support::Samples samples(3);
    x = samples.integers<float>(rows * depth, -9, 9);
    w = samples.integers<float>(depth * width, -9, 9);
    bias = samples.integers<float>(width, -9, 9);
    before = samples.integers<float>(rows * (width + 2), -9, 9);
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < width; ++j) {
        for (std::size_t k = 0; k < depth; ++k) {
          product[i * width + j] += x[i * depth + k] * w[k * width + j];
        }
      }
    }
  }
};

// y's rows are two longer than the product's: what stands between them must stay.
template <class Epilogue, class Expected>
void check(const Operands& o, std::vector<float>& y, const Epilogue& epilogue,
           const Expected& expected) {
  support::for_each_architecture([&]<class Arch>(Arch) {
    y = o.before;
    kiln::multiply<width, 1, Arch>(rows, o.depth, kiln::straight(o.x.data(), o.depth), o.w.data(),
                                   epilogue);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < width + 2; ++j) {
        const std::size_t at = i * (width + 2) + j;
        wrong += y[at] == (j < width ? expected(i, j) : o.before[at]) ? 0 : 1;
      }
    }
    BOOST_TEST(wrong == 0U);
  });
}

// Few terms have a kernel of their own, more go tile by tile.
constexpr std::array<std::size_t, 2> depths{3, 9};

void check_store(std::size_t depth) {
  const Operands o(depth);
  std::vector<float> y = o.before;
  check(o, y, kiln::Store<float>{y.data(), width + 2, nullptr, 0},
        [&](std::size_t i, std::size_t j) { return o.product[i * width + j]; });
  check(o, y, kiln::Store<float>{y.data(), width + 2, o.bias.data(), 0},
        [&](std::size_t i, std::size_t j) { return o.bias[j] + o.product[i * width + j]; });
  check(o, y, kiln::Store<float>{y.data(), width + 2, y.data(), width + 2},
        [&](std::size_t i, std::size_t j) {
          return o.before[i * (width + 2) + j] + o.product[i * width + j];
        });
}

BOOST_AUTO_TEST_CASE(store_begins_with_nothing_a_bias_or_y_itself) {
  for (const std::size_t depth : depths) check_store(depth);
}

void check_store_mapped(std::size_t depth) {
  const Operands o(depth);
  std::vector<float> y = o.before;
  const auto square = [](const auto& z) { return z * z; };
  check(o, y,
        kiln::StoreMapped<float, decltype(square)>{y.data(), width + 2, o.bias.data(), square},
        [&](std::size_t i, std::size_t j) {
          const float z = o.bias[j] + o.product[i * width + j];
          return z * z;
        });
}

BOOST_AUTO_TEST_CASE(store_mapped_applies_a_function_to_the_finished_sums) {
  for (const std::size_t depth : depths) check_store_mapped(depth);
}

// The fewer terms, the nearer; y itself is read before them.
BOOST_AUTO_TEST_CASE(results_are_distant_from_a_size_that_grows_with_the_terms) {
  std::vector<float> y(4);
  const kiln::Store<float> store{y.data(), 100, nullptr, 0}, add{y.data(), 100, y.data(), 100};
  const kiln::Store<float> lines{y.data(), 128, nullptr, 0};  // whole lines
  const kiln::Store<float> pages{y.data(), 512, nullptr, 0};  // half of one
  const auto same = [](const auto& z) { return z; };
  const kiln::StoreMapped<float, decltype(same)> mapped{y.data(), 100, y.data(), same};
  BOOST_TEST(!kiln::is_distant(store, 40, 7));
  BOOST_TEST(kiln::is_distant(store, 41, 7));
  BOOST_TEST(kiln::is_distant(lines, 33, 7));
  BOOST_TEST(!kiln::is_distant(store, 163, 8));
  BOOST_TEST(kiln::is_distant(store, 164, 11));
  BOOST_TEST(!kiln::is_distant(lines, 2048, 8));
  BOOST_TEST(kiln::is_distant(lines, 2049, 8));
  BOOST_TEST(!kiln::is_distant(pages, 32, 9));
  BOOST_TEST(kiln::is_distant(pages, 33, 9));
  BOOST_TEST(!kiln::is_distant(pages, 33, 10));
  BOOST_TEST(!kiln::is_distant(store, 2621, 12));
  BOOST_TEST(kiln::is_distant(store, 2622, 64));
  BOOST_TEST(!kiln::is_distant(store, 2622, 65));
  BOOST_TEST(!kiln::is_distant(add, 2622, 7));
  BOOST_TEST(!kiln::is_distant(mapped, 2622, 7));
}

}  // namespace
