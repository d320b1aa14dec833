// SPDX-License-Identifier: MIT
#include <kiln/kernels/large.hpp>

#include <kiln/kernels/matmul.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/kernels/operand.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <utility>
#include <vector>

#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"
#include "support/step.hpp"

namespace {

using Parts = std::vector<std::pair<std::size_t, std::size_t>>;

Parts parts(std::size_t total, std::size_t most) {
  Parts all;
  kiln::for_each_part(
      total, most, [&](std::size_t first, std::size_t count) { all.emplace_back(first, count); });
  return all;
}

BOOST_AUTO_TEST_CASE(parts_are_as_few_as_can_be_and_of_nearly_one_size) {
  BOOST_TEST((parts(0, 3) == Parts{}));
  BOOST_TEST((parts(3, 3) == Parts{{0, 3}}));
  BOOST_TEST((parts(4, 3) == Parts{{0, 2}, {2, 2}}));
  BOOST_TEST((parts(10, 4) == Parts{{0, 4}, {4, 4}, {8, 2}}));
}

// float: 2 MiB are 524,288 elements.
using kiln::is_large;
using X = kiln::Straight<float>;
using Xt = kiln::Transposed<float>;
static_assert(is_large<X, float>(512, 512, 513, false));
static_assert(!is_large<X, float>(512, 512, 256, false));  // 2 MiB
static_assert(!is_large<X, float>(256, 4000, 1000, false));
static_assert(!is_large<Xt, float>(784, 128, 512, false));  // X stays near
static_assert(is_large<Xt, float>(784, 256, 512, false));
static_assert(is_large<Xt, float>(301, 1000, 512, false));
static_assert(!is_large<Xt, float>(784, 1000, 50, true));
static_assert(is_large<Xt, float>(1000, 512, 50, true));

// Of a width that is no multiple of a register, in blocks of rows and of terms that are not even.
constexpr std::size_t width = 83, rows = 781, depth = 643;

struct Operands {
  support::Samples samples{3};
  support::Guarded<float> x{samples.uniforms<float>(rows * depth, -1, 1)};
  support::Guarded<float> w{samples.uniforms<float>(depth * width, -1, 1)};
  std::vector<float> before = samples.uniforms<float>(rows * width, -1, 1);
};

// Whether product(y) gives the bits of plain(y), and nothing outside.
template <class Plain, class Product>
bool right(const std::vector<float>& before, const Plain& plain, const Product& product) {
  std::vector<float> expected = before;
  plain(expected.data());
  support::Guarded<float> y(before);
  product(y.data());
  return support::first_difference(y.data(), expected.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

template <class Left, class Epilogue>
bool product_is_right(const Operands& o, Left a, const Epilogue& epilogue) {
  static_assert(kiln::is_large<Left, float>(rows, depth, width, false));
  return right(
      o.before,
      [&](float* y) {
        kiln::naive::multiply<1>(rows, depth, width, a, {o.w.data(), width, 1}, epilogue(y));
      },
      [&](float* y) { kiln::multiply<width>(rows, depth, a, o.w.data(), epilogue(y)); });
}

BOOST_AUTO_TEST_CASE(large_products_have_the_bits_of_plain_loops) {
  const Operands o;
  const auto straight = kiln::straight<float>(o.x.data(), depth);
  const auto transposed = kiln::transposed<float>(o.x.data(), rows);
  const auto biased = [&](float* y) { return kiln::Store<float>{y, width, o.w.data(), 0}; };
  const auto added = [](float* y) { return kiln::Store<float>{y, width, y, width}; };
  const auto stepped = [](float* y) { return support::Step<float>{y, width}; };
  BOOST_TEST(product_is_right(o, straight, biased));
  BOOST_TEST(product_is_right(o, straight, added));
  BOOST_TEST(product_is_right(o, transposed, biased));
  BOOST_TEST(product_is_right(o, transposed, added));
  BOOST_TEST(product_is_right(o, transposed, stepped));
}

BOOST_AUTO_TEST_CASE(large_input_gradients_have_the_bits_of_plain_loops) {
  const Operands o;
  static_assert(kiln::is_large<kiln::Straight<float>, float>(rows, depth, width, false));
  const bool good = right(
      o.before,
      [&](float* y) {
        kiln::naive::multiply<1>(rows, depth, width, kiln::straight<float>(o.x.data(), depth),
                                 {o.w.data(), 1, depth}, kiln::Store<float>{y, width, nullptr, 0});
      },
      [&](float* y) {
        kiln::multiply_by_transposed<width>(rows, depth, static_cast<const float*>(o.x.data()),
                                            static_cast<const float*>(o.w.data()), y);
      });
  BOOST_TEST(good);
}

}  // namespace
