// SPDX-License-Identifier: MIT
// exp, log, tanh, sqrt and sigmoid in constant expressions against those of run time, bit for bit.
#include <kiln/simd/math.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "support/bits.hpp"
#include "support/functions.hpp"

namespace {

using support::Exp, support::Log, support::Sigmoid, support::Sqrt, support::Tanh;

// In blocks, since compilers count the steps of each constant by itself.
constexpr std::size_t block = 50, blocks = KILN_FEW_WIDTHS ? 2 : KILN_NIGHTLY ? 200 : 40;

// The specials, then numbers of every size, numbers where the functions bend, and numbers near 1.
template <class T>
constexpr std::array<T, block> draw(std::size_t number) {
  std::array<T, block> x{};
  std::uint64_t state = number + 1;
  const auto bits = [&state] {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return state ^ (state >> 33);
  };
  const auto uniform = [&](double low, double high) {
    return static_cast<T>(low + (high - low) * (static_cast<double>(bits() >> 11) / 0x1p53));
  };
  for (std::size_t i = 0; i < block; ++i) {
    if (i % 4 == 0) {
      if constexpr (sizeof(T) == 4) x[i] = std::bit_cast<T>(static_cast<std::uint32_t>(bits()));
      else x[i] = std::bit_cast<T>(bits());
    } else {
      x[i] = i % 4 == 1   ? uniform(sizeof(T) == 4 ? -110 : -750, sizeof(T) == 4 ? 95 : 715)
             : i % 4 == 2 ? uniform(-2, 2)
                          : uniform(0.6, 1.6);
    }
  }
  if (number == 0) std::ranges::copy(support::special_values<T>(), x.begin());
  return x;
}

// Constants too: at run time a compiler may round what is drawn otherwise.
template <class T, std::size_t Number>
constexpr std::array<T, block> inputs = draw<T>(Number);

template <class F, class T, std::size_t Number>
constexpr std::array<T, block> values = [] {
  std::array<T, block> y = inputs<T, Number>;
  for (T& x : y) x = F::ours(x);
  return y;
}();

// How many of a block differ; moved by one place, as a control.
template <class F, class T>
std::size_t unequal(const std::array<T, block>& x, const std::array<T, block>& constant,
                    bool moved) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < block; ++i) {
    const volatile T hidden = x[i];
    const T y = F::ours(T(hidden)), expected = constant[moved ? (i + 1) % block : i];
    const bool both_nan = std::isnan(y) && std::isnan(expected);
    count += both_nan || support::same_bits(y, expected) ? 0 : 1;
  }
  return count;
}

template <class F, class T>
void check() {
  std::size_t count = 0, moved = 0;
  [&]<std::size_t... Number>(std::index_sequence<Number...>) {
    ((count += unequal<F, T>(inputs<T, Number>, values<F, T, Number>, false)), ...);
    ((moved += unequal<F, T>(inputs<T, Number>, values<F, T, Number>, true)), ...);
  }
  (std::make_index_sequence<blocks>());
#if defined(__FMA__) || defined(__aarch64__)
  BOOST_TEST(count == 0U, F::name << ": " << count << " of " << block * blocks);
#else  // constant evaluation fuses what this hardware cannot
  BOOST_TEST(count < block * blocks / 2, F::name);
#endif
  BOOST_TEST(moved > block * blocks / 2, F::name);
}

BOOST_AUTO_TEST_CASE(exp_of_constants_has_the_bits_of_run_time) {
  check<Exp, float>();
  check<Exp, double>();
}
BOOST_AUTO_TEST_CASE(log_of_constants_has_the_bits_of_run_time) {
  check<Log, float>();
  check<Log, double>();
}
BOOST_AUTO_TEST_CASE(tanh_of_constants_has_the_bits_of_run_time) {
  check<Tanh, float>();
  check<Tanh, double>();
}
BOOST_AUTO_TEST_CASE(sqrt_of_constants_has_the_bits_of_run_time) {
  check<Sqrt, float>();
  check<Sqrt, double>();
}
BOOST_AUTO_TEST_CASE(sigmoid_of_constants_has_the_bits_of_run_time) {
  check<Sigmoid, float>();
  check<Sigmoid, double>();
}

}  // namespace
