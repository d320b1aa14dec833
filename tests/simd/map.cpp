// SPDX-License-Identifier: MIT
#include <kiln/simd/map.hpp>

#include <boost/test/unit_test.hpp>
#include <utility>
#include <vector>

#include "support/architectures.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace {

namespace simd = kiln::simd;

constexpr std::size_t most = 67;

// y ← 2x + y and z ← x, of integers: exact in any order. All arrays end at a page's end.
template <class T, class Map>
void check(std::size_t n, const Map& map) {
  support::Samples samples(n);
  const support::Guarded<T> x(samples.integers<T>(n, -99, 99));
  const std::vector<T> before = samples.integers<T>(n, -99, 99);
  support::Guarded<T> y(before), z(n);
  map(
      [](const auto& a, auto& b, auto& c) {
        b = a + a + b;
        c = c + a;
      },
      x.data(), y.data(), simd::Output<T>{z.data()});
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const T expected = 2 * x.data()[i] + before[i];
    wrong += y.data()[i] == expected && z.data()[i] == x.data()[i] ? 0 : 1;
  }
  BOOST_TEST(wrong == 0U, n << " elements");
  BOOST_TEST(x.untouched_before(n));
  BOOST_TEST(y.untouched_before(n));
  BOOST_TEST(z.untouched_before(n));
}

template <class T>
void check_maps() {
  support::for_each_architecture([]<class Arch>(Arch) {
    for (std::size_t n = 0; n <= most; ++n) {
      check<T>(n, [n](const auto& f, auto... arrays) { simd::map<Arch>(n, f, arrays...); });
    }
  });
}

BOOST_AUTO_TEST_CASE(map_reaches_every_element_and_no_other) {
  check_maps<float>();
  check_maps<double>();
}

// y ← 2x + y, as above.
template <class T, class Arch, std::size_t Width>
void double_and_add(const T* x, T* y) {
  simd::map_row<Arch, Width>([](const auto& a, auto& b) { b = a + a + b; }, x, y);
}

template <class T, class Arch, std::size_t... I>
void check_rows(std::index_sequence<I...>) {
  void (*const all[])(const T*, T*) = {double_and_add<T, Arch, I + 1>...};
  for (std::size_t n = 1; n <= sizeof...(I); ++n) {
    support::Samples samples(n);
    const support::Guarded<T> x(samples.integers<T>(n, -99, 99));
    const std::vector<T> before = samples.integers<T>(n, -99, 99);
    support::Guarded<T> y(before);
    all[n - 1](x.data(), y.data());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < n; ++i) {
      wrong += y.data()[i] == 2 * x.data()[i] + before[i] ? 0 : 1;
    }
    BOOST_TEST(wrong == 0U, n << " elements");
    BOOST_TEST(y.untouched_before(n));
  }
}

BOOST_AUTO_TEST_CASE(map_row_reaches_every_element_and_no_other) {
  check_rows<float, simd::default_arch>(std::make_index_sequence<most>());
  check_rows<double, simd::default_arch>(std::make_index_sequence<most>());
  check_rows<float, simd::plain>(std::make_index_sequence<5>());
}

constexpr std::array<float, 5> squares() {
  std::array<float, 5> x{1, 2, 3, 4, 5};
  simd::map<simd::default_arch>(
      5, [](auto& e) { e = e * e; }, x.data());
  simd::map_row<simd::default_arch, 5>([](auto& e) { e = e + e; }, x.data());
  return x;
}

BOOST_AUTO_TEST_CASE(maps_run_in_constant_evaluation) {
  static_assert(squares() == std::array<float, 5>{2, 8, 18, 32, 50});
}

}  // namespace
