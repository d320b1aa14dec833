// SPDX-License-Identifier: MIT
// exact_fma and exact_sqrt are for constant evaluation, where no compiler contracts a·b + c; so
// they are tested in constant expressions, against the hardware (or libm) at run time.
#include <kiln/simd/exact_fma.hpp>

#include <array>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "support/bits.hpp"

namespace {

namespace simd = kiln::simd;

template <class T>
struct Case {
  T a = 0, b = 0, c = 0;
};

// A small generator for constant expressions; its numbers are of mixed size and sign.
struct Generator {
  std::uint64_t state;
  constexpr std::uint64_t bits() {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 32) | (state << 32);
  }
  template <class T>
  constexpr T number(int low, int high) {
    const auto span = static_cast<std::uint64_t>(high - low);
    const int exponent = low + static_cast<int>((bits() >> 20) % span);
    T x = T(1) + static_cast<T>(bits() >> 12) * T(0x1p-52);
    for (int i = 0; i < exponent; ++i) x *= 2;
    for (int i = 0; i > exponent; --i) x /= 2;
    return (bits() >> 40) % 2 == 0 ? x : -x;
  }
};

constexpr std::size_t count = 360;

// Sums of all proportions, cancelling ones, and exact ties of the rounding.
template <class T>
constexpr std::array<Case<T>, count> cases() {
  constexpr int digits = std::numeric_limits<T>::digits;
  Generator g{17};
  std::array<Case<T>, count> all{};
  for (std::size_t i = 0; i < count; ++i) {
    Case<T>& x = all[i];
    x.a = g.number<T>(-20, 20);
    x.b = g.number<T>(-20, 20);
    switch (i % 6) {
      case 0:
        x.c = g.number<T>(-60, 60);
        break;
      case 1:
        x.c = -(x.a * x.b);
        break;  // only the rounding is left
      case 2:
        x.c = -(x.a * x.b) * (T(1) + T(2) / T(1LL << 23));
        break;   // nearly so
      case 3: {  // a tie, and next to a tie: (2^k + 1)·2^−m below c's last bit
        x.a = T(1LL << (digits - 1)) + T(static_cast<double>(g.bits() % 64));
        x.b = T(0.5);
        x.c = T(1LL << (digits - 1)) * T(static_cast<double>(1 + g.bits() % 8));
        break;
      }
      case 4: {  // a product that ends exactly half a unit beyond c, and a bit more
        x.a = T(1) + T(static_cast<double>(g.bits() % 3)) * std::numeric_limits<T>::epsilon();
        x.b = std::numeric_limits<T>::epsilon() / 2;
        x.c = T(1) + T(static_cast<double>(g.bits() % 4)) * std::numeric_limits<T>::epsilon();
        if (g.bits() % 2 == 0) x.b = -x.b;
        break;
      }
      case 5:
        x.c = g.number<T>(-100, -60);
        break;  // c far below the product
    }
  }
  return all;
}

// Floats whose result is denormal, where a double's rounding and a float's fall apart.
constexpr std::array<Case<float>, 60> denormal_cases() {
  Generator g{19};
  std::array<Case<float>, 60> all{};
  for (Case<float>& x : all) {
    x.a = g.number<float>(-75, -60);
    x.b = g.number<float>(-75, -60);
    x.c = g.number<float>(-148, -127);
  }
  return all;
}

template <class T, std::size_t N>
constexpr std::array<T, N> fused(const std::array<Case<T>, N>& all) {
  std::array<T, N> y{};
  for (std::size_t i = 0; i < N; ++i) y[i] = simd::exact_fma(all[i].a, all[i].b, all[i].c);
  return y;
}

template <class T, std::size_t N>
std::size_t unequal(const std::array<Case<T>, N>& all, const std::array<T, N>& constant) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < N; ++i) {
    const T expected = std::fma(all[i].a, all[i].b, all[i].c);
    number += support::same_bits(constant[i], expected) ? 0 : 1;
  }
  return number;
}

BOOST_AUTO_TEST_CASE(a_float_fma_is_rounded_once) {
  static constexpr auto all = cases<float>();
  static constexpr auto y = fused(all);
  BOOST_TEST(unequal(all, y) == 0U);
  static constexpr auto denormals = denormal_cases();
  static constexpr auto tiny = fused(denormals);
  BOOST_TEST(unequal(denormals, tiny) == 0U);
}

BOOST_AUTO_TEST_CASE(a_double_fma_is_rounded_once) {
  static constexpr auto all = cases<double>();
  static constexpr auto y = fused(all);
  BOOST_TEST(unequal(all, y) == 0U);
  // The control: a·b + c rounded twice differs in many of these cases.
  std::size_t differing = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const volatile double product = all[i].a * all[i].b;
    differing += support::same_bits<double>(product + all[i].c, y[i]) ? 0 : 1;
  }
  BOOST_TEST(differing > count / 8);
}

BOOST_AUTO_TEST_CASE(an_fma_with_zero_keeps_the_signs) {
  static_assert(support::same_bits(simd::exact_fma(0.0, 5.0, -0.0), 0.0));
  static_assert(support::same_bits(simd::exact_fma(-0.0, 5.0, -0.0), -0.0));
  static_assert(support::same_bits(simd::exact_fma(0.0F, -5.0F, 0.0F), 0.0F));
  static_assert(support::same_bits(simd::exact_fma(-0.0F, 5.0F, -0.0F), -0.0F));
  static_assert(support::same_bits(simd::exact_fma(2.0F, 3.0F, -6.0F), 0.0F));
  static_assert(simd::exact_fma(0.0, 5.0, 7.0) == 7.0);
  BOOST_TEST(support::same_bits(std::fma(0.0, 5.0, -0.0), 0.0));
}

// Squares, their neighbours, and numbers of every size.
template <class T>
constexpr std::array<T, 200> radicands() {
  using Limits = std::numeric_limits<T>;
  constexpr int low = Limits::min_exponent - 1, high = Limits::max_exponent - 1;
  Generator g{23};
  std::array<T, 200> all{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const T x = g.number<T>(-30, 30);
    switch (i % 4) {
      case 0:
        all[i] = x < 0 ? -x : x;
        break;
      case 1:
        all[i] = x * x;
        break;
      case 2:
        all[i] = x * x * (T(1) + Limits::epsilon());
        break;
      case 3: {
        const T y = g.number<T>(low, high);
        all[i] = y < 0 ? -y : y;
        break;
      }
    }
  }
  all[0] = 0;
  all[4] = Limits::denorm_min();
  all[8] = Limits::denorm_min() * 3;
  all[12] = Limits::min();
  all[16] = Limits::max();
  all[20] = T(1) - Limits::epsilon() / 2;
  all[24] = T(1) + Limits::epsilon();
  all[28] = T(4) - Limits::epsilon() * 2;
  return all;
}

template <class T>
constexpr std::array<T, 200> roots() {
  std::array<T, 200> all = radicands<T>();
  for (T& x : all) x = simd::exact_sqrt(x);
  return all;
}

template <class T>
void check_roots() {
  static constexpr auto x = radicands<T>();
  static constexpr auto y = roots<T>();
  for (std::size_t i = 0; i < x.size(); ++i) {
    BOOST_TEST(support::same_bits(y[i], std::sqrt(x[i])), "root of " << x[i]);
  }
}

BOOST_AUTO_TEST_CASE(a_square_root_is_correctly_rounded) {
  check_roots<float>();
  check_roots<double>();
  static_assert(support::same_bits(simd::exact_sqrt(-0.0), -0.0));
  static_assert(simd::exact_sqrt(std::numeric_limits<double>::infinity()) ==
                std::numeric_limits<double>::infinity());
  constexpr double of_negative = simd::exact_sqrt(-1.0);
  BOOST_TEST(std::isnan(of_negative));
}

}  // namespace
