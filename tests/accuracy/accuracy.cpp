// SPDX-License-Identifier: MIT
// accuracy [all|control]: the worst errors of exp, log, tanh and sigmoid with the registers of this
// program's instruction set, in units in the last place, against the next wider type. A million
// floats and a million doubles for each function, or with `all` every float there is. Ends with
// status 1 beyond what simd/math.hpp promises. With `control` exp is up to four units off, which
// must be noticed.

#include <kiln/simd/map.hpp>
#include <kiln/simd/math.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string_view>

#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace {

namespace simd = kiln::simd;

constexpr std::size_t block = 4096;
template <class T>
using Block = std::array<T, block>;

/// The worst error so far, and where.
template <class T>
struct Worst {
  double ulps = 0;
  T x = 0, y = 0;

  template <class F, class Truth>
  void add(const Block<T>& inputs, const F& ours, const Truth& truth) {
    alignas(64) Block<T> values = inputs;
    simd::map<simd::default_arch>(
        block, [&](auto& v) { v = ours(v); }, values.data());
    for (std::size_t i = 0; i < block; ++i) {
      const double error =
          support::ulps(values[i], truth(static_cast<support::Wider<T>>(inputs[i])));
      if (error > ulps) *this = {error, inputs[i], values[i]};
    }
  }
};

/// Every step-th float, by its bits: NaNs, infinities and denormals included.
template <class F, class Truth>
Worst<float> of_floats(std::uint64_t step, const F& ours, const Truth& truth) {
  Worst<float> worst;
  Block<float> x{};
  for (std::uint64_t bits = 0; bits <= 0xffffffffU;) {
    for (float& each : x) {
      each = std::bit_cast<float>(
          static_cast<std::uint32_t>(std::min<std::uint64_t>(bits, 0xffffffffU)));
      bits += step;
    }
    worst.add(x, ours, truth);
  }
  return worst;
}

/// A quarter each: doubles of every exponent, of the range where exp is finite, of [−2, 2], and of
/// the exponents in which tanh bends.
template <class F, class Truth>
Worst<double> of_doubles(const F& ours, const Truth& truth) {
  support::Samples samples(72);
  Worst<double> worst;
  Block<double> x{};
  for (std::size_t blocks = 0; blocks < 1'000'000 / block + 1; ++blocks) {
    for (std::size_t i = 0; i < block; i += 4) {
      const auto high = static_cast<std::uint64_t>(samples.integer(0, 0xffffffff));
      x[i] = std::bit_cast<double>(high << 32 |
                                   static_cast<std::uint64_t>(samples.integer(0, 0xffffffff)));
      x[i + 1] = samples.uniform(-750, 750);
      x[i + 2] = samples.uniform(-2, 2);
      const double part = samples.uniform(-1, 1);
      x[i + 3] = std::ldexp(part, static_cast<int>(samples.integer(-60, 5)));
    }
    worst.add(x, ours, truth);
  }
  return worst;
}

template <class F, class Truth>
bool holds(const char* name, bool all, const F& ours, const Truth& truth) {
  const auto in_float = of_floats(all ? 1 : 4093, ours, truth);
  const auto in_double = of_doubles(ours, truth);
  std::printf("%-8s float %6.4f ulp at %-14.9g double %6.4f ulp at %.17g\n", name, in_float.ulps,
              static_cast<double>(in_float.x), in_double.ulps, in_double.x);
  std::fflush(stdout);
  return in_float.ulps <= support::math_ulps && in_double.ulps <= support::math_ulps;
}

/// Whether this processor has what the program was compiled for.
bool runs_here() {
#if defined(__AVX512F__)
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#elif defined(__AVX2__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return true;
#endif
}

/// exp some units in the last place too large.
template <class V>
V coarse_exp(const V& x) {
  using T = simd::scalar_of<V>;
  const V y = simd::exp(x);
  return simd::fma(y, V(2 * std::numeric_limits<T>::epsilon()), y);
}

}  // namespace

int main(int count, char** arguments) {
  if (!runs_here()) return 77;
  const std::string_view argument = count > 1 ? arguments[1] : "";
  const bool all = argument == "all";
  const auto exp_truth = [](auto x) { return std::exp(x); };
  if (argument == "control") {
    return holds(
               "control", false, [](auto x) { return coarse_exp(x); }, exp_truth)
               ? 1
               : 0;
  }
  bool good = holds(
      "exp", all, [](auto x) { return simd::exp(x); }, exp_truth);
  good &= holds(
      "log", all, [](auto x) { return simd::log(x); }, [](auto x) { return std::log(x); });
  good &= holds(
      "tanh", all, [](auto x) { return simd::tanh(x); }, [](auto x) { return std::tanh(x); });
  good &= holds(
      "sigmoid", all, [](auto x) { return simd::sigmoid(x); },
      [](auto x) { return 1 / (1 + std::exp(-x)); });
  return good ? 0 : 1;
}
