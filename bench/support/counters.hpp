// SPDX-License-Identifier: MIT
#pragma once
// What the measurements count: rates, and how much of the machine's limit they are
// (machine.hpp, which measures it first).

#include <benchmark/benchmark.h>

#include <cstddef>
#include <kiln/random/engine.hpp>
#include <kiln/random/uniform.hpp>
#include <vector>

#include "machine.hpp"

namespace bench {

namespace counters_detail {
inline benchmark::Counter rate(const benchmark::State& state, double each) {
  return {each * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate};
}
}  // namespace counters_detail

/// FLOP/s, and their share of the peak, of calls of so many operations.
inline void count_flops(benchmark::State& state, double flops) {
  state.counters["FLOP/s"] = counters_detail::rate(state, flops);
  state.counters["%peak"] = counters_detail::rate(state, 100 * flops / machine().flops);
}

/// Bytes a second of calls that read so many, and their share of what reading alone reaches.
inline void count_bytes(benchmark::State& state, double bytes) {
  state.counters["B/s"] = counters_detail::rate(state, bytes);
  const double most = read_bandwidth(static_cast<std::size_t>(bytes));
  state.counters["%bandwidth"] = counters_detail::rate(state, 100 * bytes / most);
}

/// Samples a second of calls of so many.
inline void count_samples(benchmark::State& state, double samples) {
  state.counters["samples/s"] = counters_detail::rate(state, samples);
}

/// `count` numbers from 0 to 1; their number is the seed.
inline std::vector<float> numbers(std::size_t count) {
  kiln::Engine engine(count);
  std::vector<float> result(count);
  for (float& x : result) x = kiln::uniform<float>(engine);
  return result;
}

}  // namespace bench
