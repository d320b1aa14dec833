// SPDX-License-Identifier: MIT
#include <kiln/simd/lanes.hpp>
#include <kiln/simd/map.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/samples.hpp"

namespace {

namespace simd = kiln::simd;

// f of registers and of single numbers gives the bits of `expected`.
template <class T, class F, class Expected>
void check(const std::vector<T>& x, const F& f, const Expected& expected) {
  support::for_each_architecture([&]<class Arch>(Arch) {
    std::vector<T> y = x;
    simd::map<Arch>(
        y.size(), [&](auto& v) { v = f(v); }, y.data());
    for (std::size_t i = 0; i < x.size(); ++i) {
      BOOST_TEST(support::same_bits(y[i], expected(x[i])), "at " << x[i]);
    }
  });
}

template <class T>
std::vector<T> numbers() {
  using Limits = std::numeric_limits<T>;
  support::Samples samples(5);
  std::vector<T> x = samples.uniforms<T>(37, -4, 4);
  for (const T special : {T(0), T(-0.0), Limits::infinity(), -Limits::infinity(), Limits::max(),
                          Limits::denorm_min(), -Limits::denorm_min(), Limits::min()}) {
    x.push_back(special);
  }
  return x;
}

template <class T>
void check_all() {
  const auto x = numbers<T>();
  check(
      x, [](const auto& v) { return simd::abs(v); }, [](T v) { return std::abs(v); });
  check(
      x, [](const auto& v) { return simd::sqrt(simd::abs(v)); },
      [](T v) { return std::sqrt(std::abs(v)); });
  check(
      x,
      [](const auto& v) {
        using V = std::remove_cvref_t<decltype(v)>;
        return simd::max(v, V(T(1)));
      },
      [](T v) { return v > 1 ? v : T(1); });
  check(
      x,
      [](const auto& v) {
        using V = std::remove_cvref_t<decltype(v)>;
        return simd::min(v, V(T(1)));
      },
      [](T v) { return v < 1 ? v : T(1); });
#if !defined(__wasm__)  // for whose scalars clang 14 takes the positive zero
  check(                // the second where both are zero, or either is NaN
      x,
      [](const auto& v) {
        using V = std::remove_cvref_t<decltype(v)>;
        const V nan(std::numeric_limits<T>::quiet_NaN());
        return simd::max(nan, simd::min(nan, simd::max(V(T(0)), simd::min(v, V(T(-0.0))))));
      },
      [](T v) {
        const T low = v < T(-0.0) ? v : T(-0.0);
        return T(0) > low ? T(0) : low;
      });
#endif
  check(
      x,
      [](const auto& v) {
        using V = std::remove_cvref_t<decltype(v)>;
        return simd::select(v < V(T(0)), V(T(2)), v);
      },
      [](T v) { return v < 0 ? T(2) : v; });
  check(
      x,
      [](const auto& v) {
        using V = std::remove_cvref_t<decltype(v)>;
        return simd::from_bits<V>(simd::shift_right<1>(simd::shift_left<1>(simd::to_bits(v))));
      },
      [](T v) { return std::abs(v); });
#if defined(__FMA__) || defined(__aarch64__)
  check(
      x,
      [](const auto& v) {
        using V = std::remove_cvref_t<decltype(v)>;
        return simd::fma(v, V(T(1.1)), V(T(-0.3)));
      },
      [](T v) { return std::fma(v, T(1.1), T(-0.3)); });
#endif
}

BOOST_AUTO_TEST_CASE(registers_compute_what_single_numbers_do) {
  check_all<float>();
  check_all<double>();
}

BOOST_AUTO_TEST_CASE(the_larger_of_a_number_and_nan_is_the_second) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  BOOST_TEST(simd::max(nan, 1.0F) == 1.0F);
  BOOST_TEST(std::isnan(simd::max(1.0F, nan)));
  BOOST_TEST(!std::signbit(simd::abs(-nan)));
}

// Plain arithmetic for a user's own scalar.
BOOST_AUTO_TEST_CASE(scalars_of_a_users_own_use_their_operators) {
  struct Own {
    int x;
    constexpr Own operator*(Own o) const { return {x * o.x}; }
    constexpr Own operator+(Own o) const { return {x + o.x}; }
  };
  static_assert(simd::fma(Own{2}, Own{3}, Own{4}).x == 10);
  static_assert(!simd::is_builtin<Own> && !simd::vectorised<Own, simd::default_arch>);
  static_assert(simd::lanes<float, simd::plain> == 1);
  BOOST_TEST(simd::select(true, 1, 2) == 1);
}

}  // namespace
