// SPDX-License-Identifier: MIT
// The three products of a dense layer, at the sizes of the course's net and of a wider one.

#include <benchmark/benchmark.h>

#include <kiln/kernels/by_transposed.hpp>
#include <kiln/kernels/chains.hpp>
#include <kiln/kernels/matmul.hpp>
#include <kiln/random/engine.hpp>
#include <kiln/random/uniform.hpp>
#include <vector>

#include "../support/counters.hpp"

namespace {

std::vector<float> numbers(std::size_t count) {
  kiln::Engine engine(count);
  std::vector<float> result(count);
  for (float& x : result) x = kiln::uniform<float>(engine, -1.0f, 1.0f);
  return result;
}

void count_flops(benchmark::State& state, std::size_t rows, std::size_t depth, std::size_t width) {
  bench::count_flops(state, 2.0 * static_cast<double>(rows * depth * width));
}

// z = x·W + b
template <std::size_t Rows, std::size_t Depth, std::size_t Width>
void forward(benchmark::State& state) {
  const auto x = numbers(Rows * Depth), w = numbers(Depth * Width), b = numbers(Width);
  auto z = numbers(Rows * Width);
  for (auto _ : state) {
    kiln::multiply<Width, kiln::chain_count(Depth, Width)>(
        Rows, Depth, kiln::straight(x.data(), Depth), w.data(),
        kiln::Store<float>{z.data(), Width, b.data(), 0});
    benchmark::ClobberMemory();
  }
  count_flops(state, Rows, Depth, Width);
}

// dW = xᵀ·dz
template <std::size_t Rows, std::size_t Depth, std::size_t Width>
void weight_gradient(benchmark::State& state) {
  const auto x = numbers(Rows * Depth), dz = numbers(Rows * Width);
  auto dw = numbers(Depth * Width);
  for (auto _ : state) {
    kiln::multiply<Width>(Depth, Rows, kiln::transposed(x.data(), Depth), dz.data(),
                          kiln::Store<float>{dw.data(), Width, nullptr, 0});
    benchmark::ClobberMemory();
  }
  count_flops(state, Rows, Depth, Width);
}

// dx = dz·Wᵀ
template <std::size_t Rows, std::size_t Depth, std::size_t Width>
void input_gradient(benchmark::State& state) {
  const auto w = numbers(Depth * Width), dz = numbers(Rows * Width);
  auto dx = numbers(Rows * Depth);
  for (auto _ : state) {
    kiln::multiply_by_transposed<Depth>(Rows, Width, dz.data(), w.data(), dx.data());
    benchmark::ClobberMemory();
  }
  count_flops(state, Rows, Depth, Width);
}

BENCHMARK(forward<100, 784, 50>)->Name("kernels/multiply/forward/100x784x50");
BENCHMARK(forward<100, 50, 10>)->Name("kernels/multiply/forward/100x50x10");
BENCHMARK(forward<128, 784, 512>)->Name("kernels/multiply/forward/128x784x512");
BENCHMARK(weight_gradient<100, 784, 50>)->Name("kernels/multiply/weight_gradient/100x784x50");
BENCHMARK(weight_gradient<128, 512, 512>)->Name("kernels/multiply/weight_gradient/128x512x512");
BENCHMARK(input_gradient<100, 50, 10>)->Name("kernels/multiply_by_transposed/100x50x10");
BENCHMARK(input_gradient<128, 512, 512>)->Name("kernels/multiply_by_transposed/128x512x512");

}  // namespace
