// SPDX-License-Identifier: MIT
// The product of one row and a matrix, beside a loop that only reads the matrix: what part of the
// bandwidth of the memory that holds W is left. With --check it ends with status 1 if a width keeps
// less than 85 % of its ceiling: reading W, or waiting for the sums of each output, one fma after
// the other in its chains, whichever takes longer.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <kiln/kernels/chains.hpp>
#include <kiln/kernels/matvec.hpp>

namespace {

namespace simd = kiln::simd;
using Register = simd::Lanes<float, simd::default_arch>;
constexpr std::size_t lanes = simd::lanes<float, simd::default_arch>;
constexpr std::size_t most = 1 << 20;  // elements

alignas(64) float x[most / 8], w[most], y[1024];  // 4 MB of weights at most

template <std::size_t Width>
[[gnu::noinline]] void product(std::size_t depth) {
  constexpr std::size_t chains = kiln::chain_count(8, Width);
  kiln::multiply_row<Width, chains>(depth, kiln::straight<float>(x, depth), w,
                                    kiln::Store<float>{y, Width, x, 0});
}

// Eight sums, so that nothing but the reading takes time.
[[gnu::noinline]] void read(std::size_t count) {
  Register sum[8] = {};
  for (std::size_t i = 0; i + 8 * lanes <= count; i += 8 * lanes) {
    KILN_UNROLL
    for (std::size_t v = 0; v < 8; ++v) {
      if constexpr (lanes > 1) sum[v] = sum[v] + Register::load_aligned(w + i + v * lanes);
      else sum[v] += w[i + v];
    }
  }
  for (const Register& v : sum) benchmark::DoNotOptimize(v);
}

[[gnu::noinline]] void chain(std::size_t count) {
  Register sum(0.0F);
  const Register factor(0.5F);
  for (std::size_t i = 0; i < count; ++i) sum = simd::fma(sum, factor, factor);
  benchmark::DoNotOptimize(sum);
}

// Nanoseconds of one call, the best of many rounds.
template <class F>
double time(const F& f, std::size_t calls) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  for (std::size_t i = 0; i < calls; ++i) {
    f();
    benchmark::ClobberMemory();
  }
  const std::chrono::duration<double, std::nano> taken = Clock::now() - start;
  return taken.count() / static_cast<double>(calls);
}

struct Result {
  double product = 1e30, read = 1e30, chain = 1e30;
  double of_bandwidth() const { return read / product; }
  double of_ceiling() const { return std::max(read, chain) / product; }
};

template <std::size_t Width>
Result measure(std::size_t bytes) {
  const std::size_t depth = std::max<std::size_t>(8, bytes / sizeof(float) / Width);
  const std::size_t calls = 20 + 10'000'000 / bytes;
  const std::size_t in_chain = depth / kiln::chain_count(8, Width);
  Result best;
  for (int round = 0; round < 15; ++round) {
    best.product = std::min(best.product, time([&] { product<Width>(depth); }, calls));
    best.read = std::min(best.read, time([&] { read(depth * Width); }, calls));
    best.chain = std::min(best.chain, time([&] { chain(in_chain); }, calls));
  }
  return best;
}

template <std::size_t Width>
bool keeps_up(std::size_t bytes) {
  const Result best = measure<Width>(bytes);
  std::printf("%4zu wide, %4zu KB  %9.1f ns  of the bandwidth %3.0f %%  of the ceiling %3.0f %%\n",
              Width, bytes / 1024, best.product, 100 * best.of_bandwidth(),
              100 * best.of_ceiling());
  return best.of_ceiling() >= 0.85;
}

template <std::size_t... Width>
bool all_keep_up(std::size_t bytes) {
  return (int{keeps_up<Width>(bytes)} + ...) == int{sizeof...(Width)};
}

// W of 160 KB and of 1 MB: in the second-level cache of the machines this was tuned on.
bool check() {
  bool good = true;
  for (const std::size_t bytes : {std::size_t{160} << 10, std::size_t{1} << 20}) {
    good &= all_keep_up<8, 9, 10, 13, 15, 16, 17, 23, 31, 32, 33, 37, 47, 50, 63, 64, 65, 79, 97,
                        100, 127, 128, 129, 191, 211, 255, 256, 257, 300, 383, 509, 511, 512, 513,
                        521, 768, 1000, 1021, 1023, 1024>(bytes);
  }
  return good;
}

template <std::size_t Depth, std::size_t Width>
void multiply_row(benchmark::State& state) {
  for (auto _ : state) {
    product<Width>(Depth);
    benchmark::ClobberMemory();
  }
  state.counters["bytes/s"] =
      benchmark::Counter(static_cast<double>(Depth * Width * sizeof(float) * state.iterations()),
                         benchmark::Counter::kIsRate);
}

BENCHMARK(multiply_row<784, 50>)->Name("kernels/multiply_row/784x50");
BENCHMARK(multiply_row<50, 100>)->Name("kernels/multiply_row/50x100");
BENCHMARK(multiply_row<784, 100>)->Name("kernels/multiply_row/784x100");
BENCHMARK(multiply_row<784, 512>)->Name("kernels/multiply_row/784x512");
BENCHMARK(multiply_row<512, 512>)->Name("kernels/multiply_row/512x512");

}  // namespace

int main(int count, char** arguments) {
  std::fill(std::begin(x), std::end(x), 0.5F);
  std::fill(std::begin(w), std::end(w), 0.25F);
  if (count > 1 && std::strcmp(arguments[1], "--check") == 0) return check() ? 0 : 1;
  benchmark::Initialize(&count, arguments);
  benchmark::RunSpecifiedBenchmarks();
}
