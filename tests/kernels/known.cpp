// SPDX-License-Identifier: MIT
#include <kiln/kernels/known.hpp>

#include <kiln/kernels/by_transposed.hpp>
#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/matmul.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/kernels/operand.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace {

using kiln::Holds;
using kiln::known;

BOOST_AUTO_TEST_CASE(a_condition_holds_of_a_known_number_or_never_and_of_others_perhaps) {
  constexpr auto few = [](std::size_t n) { return n <= 9; };
  static_assert(kiln::holds<kiln::Known<9>>(few) == Holds::always);
  static_assert(kiln::holds<kiln::Known<10>>(few) == Holds::never);
  static_assert(kiln::holds<std::size_t>(few) == Holds::perhaps);
  static_assert(kiln::holds<int>(few) == Holds::perhaps);
  BOOST_TEST(known<9> + 1 == 10);
}

// What a product writes into y, which begins as `before`: its bits are the plain loops', and
// nothing beyond y is written.
template <class T, class Product, class Plain>
bool right(const std::vector<T>& before, const Product& product, const Plain& plain) {
  std::vector<T> wanted = before;
  plain(wanted.data());
  support::Guarded<T> y(before);
  product(y.data());
  return support::first_difference(y.data(), wanted.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

// X·W, Xᵀ·D and D·Wᵀ of rows and terms that are known, as layers have them; the former two for an
// epilogue that takes finished sums only, too.
template <std::size_t Width, std::size_t Rows, std::size_t Depth, class T>
void check() {
  support::Samples samples(1000 * Width + 10 * Rows + Depth);
  const support::Guarded<T> a(samples.uniforms<T>(Rows * Depth, -1, 1));
  const support::Guarded<T> b(samples.uniforms<T>(Depth * Width, -1, 1));
  const support::Guarded<T> bias(samples.uniforms<T>(Width, -1, 1));
  const std::vector<T> before = samples.uniforms<T>(Rows * Width, -1, 1);
  const T* const w = b.data();
  const auto twice = [](const auto& z) { return z + z; };
  const auto agrees = [&](auto left, const auto& epilogue) {
    return right(
        before,
        [&](T* y) { kiln::multiply<Width>(known<Rows>, known<Depth>, left, w, epilogue(y)); },
        [&](T* y) {
          kiln::naive::multiply<1>(Rows, Depth, Width, left, {w, Width, 1}, epilogue(y));
        });
  };
  const auto adds = [](T* y) { return kiln::Store<T>{y, Width, y, Width}; };
  const auto maps = [&](T* y) {
    return kiln::StoreMapped<T, decltype(twice)>{y, Width, bias.data(), twice};
  };
  const auto what = [](const char* product) {
    return std::string(product) + ": " + std::to_string(Rows) + " × " + std::to_string(Depth) +
           " × " + std::to_string(Width);
  };
  const auto straight = kiln::straight<T>(a.data(), Depth);
  const auto transposed = kiln::transposed<T>(a.data(), Rows);
  BOOST_TEST(agrees(straight, adds), what("X·W"));
  BOOST_TEST(agrees(straight, maps), what("X·W mapped"));
  BOOST_TEST(agrees(transposed, adds), what("Xᵀ·D"));
  BOOST_TEST(agrees(transposed, maps), what("Xᵀ·D mapped"));
  const bool by_transposed = right(
      before,
      [&](T* y) {
        kiln::multiply_by_transposed<Width>(Rows, known<Depth>, static_cast<const T*>(a.data()), w,
                                            y);
      },
      [&](T* y) {
        kiln::naive::multiply<1>(Rows, Depth, Width, straight, {w, 1, Depth},
                                 kiln::Store<T>{y, Width, nullptr, 0});
      });
  BOOST_TEST(by_transposed, what("D·Wᵀ"));
}

// Rows on both sides of 1, 8, a last tile, three tiles, and a block of 256; terms on both sides of
// few, and more than a panel packs; rows and terms of which D·Wᵀ turns D.
template <std::size_t Width, class T>
void check_width() {
  check<Width, 1, 3, T>();
  check<Width, 2, 10, T>();
  check<Width, 5, 9, T>();
  check<Width, 8, 40, T>();
  check<Width, 9, 2, T>();
  check<Width, 11, 65, T>();
  check<Width, 13, 10, T>();
  check<Width, 18, 30, T>();
  check<Width, 16, 100, T>();
  check<Width, 25, 5, T>();
  check<Width, 33, 700, T>();
  check<Width, 257, 12, T>();
}

BOOST_AUTO_TEST_CASE(a_known_product_has_the_bits_of_plain_loops) {
  check_width<5, float>();
  check_width<50, float>();
  if constexpr (KILN_NIGHTLY) {
    check_width<65, float>();
    check_width<17, float>();
    check_width<10, double>();
  }
}

// Of more than the second-level cache, which goes through blocks of 256 rows.
BOOST_AUTO_TEST_CASE(a_known_large_product_has_the_bits_of_plain_loops) {
  check<300, 600, 1000, float>();
}

}  // namespace
