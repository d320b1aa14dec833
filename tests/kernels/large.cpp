// SPDX-License-Identifier: MIT
#include <kiln/kernels/large.hpp>

#include <kiln/kernels/by_transposed.hpp>
#include <kiln/kernels/matmul.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/kernels/operand.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <vector>

#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"
#include "support/step.hpp"

namespace {

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
static_assert(!is_large<Xt, float>(600, 300, 512, false));
static_assert(!is_large<Xt, float>(4000, 50, 81, true));

// Of a width that leaves an edge behind two panels, in blocks of rows and of terms that are not
// even.
constexpr std::size_t width = 98, rows = 781, depth = 643;

template <class T>
struct Operands {
  support::Samples samples{3};
  support::Guarded<T> x{samples.uniforms<T>(rows * depth, -1, 1)};
  support::Guarded<T> w{samples.uniforms<T>(depth * width, -1, 1)};
  std::vector<T> before = samples.uniforms<T>(rows * width, -1, 1);
};

// Whether product(y) gives the bits of plain(y), and nothing outside.
template <class T, class Plain, class Product>
bool right(const std::vector<T>& before, const Plain& plain, const Product& product) {
  std::vector<T> expected = before;
  plain(expected.data());
  support::Guarded<T> y(before);
  product(y.data());
  return support::first_difference(y.data(), expected.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

template <class T, class Left, class Epilogue>
bool product_is_right(const Operands<T>& o, Left a, const Epilogue& epilogue) {
  static_assert(kiln::is_large<Left, T>(rows, depth, width, false));
  return right(
      o.before,
      [&](T* y) {
        kiln::naive::multiply<1>(rows, depth, width, a, {o.w.data(), width, 1}, epilogue(y));
      },
      [&](T* y) { kiln::multiply<width>(rows, depth, a, o.w.data(), epilogue(y)); });
}

BOOST_AUTO_TEST_CASE(large_products_have_the_bits_of_plain_loops) {
  const Operands<float> o;
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

// Blocks of fewer terms.
BOOST_AUTO_TEST_CASE(large_products_of_doubles_have_the_bits_of_plain_loops) {
  const Operands<double> o;
  BOOST_TEST(product_is_right(o, kiln::transposed<double>(o.x.data(), rows), [&](double* y) {
    return kiln::Store<double>{y, width, o.w.data(), 0};
  }));
}

BOOST_AUTO_TEST_CASE(large_input_gradients_have_the_bits_of_plain_loops) {
  const Operands<float> o;
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
