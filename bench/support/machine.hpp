// SPDX-License-Identifier: MIT
#pragma once
// What the machine can do at most, measured in the same process as what is compared with it: fused
// multiply-adds a second, and bytes read and written a second in each cache and in memory, by one
// core with the best vectors of this build. Minima of short runs, kept for the life of the process.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <kiln/simd/lanes.hpp>
#include <map>
#include <vector>

#ifdef __linux__
#include <unistd.h>
#endif

namespace bench {

/// Rates of one core. `flops` counts a multiply-add as two.
struct Machine {
  double flops = 0;                         ///< float operations a second
  double latency = 0;                       ///< seconds of a multiply-add that waits for the last
  std::array<double, 4> bandwidth{};        ///< bytes read a second from L1, L2, L3, memory
  std::array<double, 3> write_bandwidth{};  ///< bytes written a second to L1, L2, L3
  std::array<std::size_t, 3> cache_size{};  ///< of L1, L2, L3, in bytes
};

namespace machine_detail {

using Register = kiln::simd::Lanes<float, kiln::simd::default_arch>;
inline constexpr std::size_t lanes = kiln::simd::lanes<float, kiln::simd::default_arch>;

// The shortest of `runs` runs, in seconds.
template <class F>
double shortest(int runs, const F& f) {
  double best = 1e300;
  for (int i = 0; i < runs; ++i) {
    const auto start = std::chrono::steady_clock::now();
    f();
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    best = std::min(best, time.count());
  }
  return best;
}

// What p points to is needed, and memory may have changed.
inline void keep(const void* p) { asm volatile("" : : "r"(p) : "memory"); }

// So many multiply-adds of each of some chains. A function of its own, so that all stay in
// registers wherever it is called.
template <std::size_t Chains>
[[gnu::noinline]] void run_chains(std::size_t steps) {
  Register sum[Chains], a(1.0f), b(1e-9f);
  for (Register& s : sum) s = Register(0.5f);
  kiln::simd::pin(a);
  kiln::simd::pin(b);
  KILN_UNROLL
  for (std::size_t k = 0; k < Chains; ++k) kiln::simd::pin(sum[k]);  // or equal ones would be one
  for (std::size_t i = 0; i < steps; ++i) {
    KILN_UNROLL
    for (std::size_t k = 0; k < Chains; ++k) sum[k] = kiln::simd::fma(sum[k], a, b);
  }
  keep(sum);
}

// Seconds of one multiply-add of each of so many chains.
template <std::size_t Chains>
double measure_step(int runs) {
  constexpr std::size_t steps = 20'000;
  return shortest(runs, [] { run_chains<Chains>(steps); }) / steps;
}

// 12 independent chains cover two FMAs a cycle of latency 4 to 5.
inline double measure_flops(int runs) {
  constexpr std::size_t chains = 12;
  return 2.0 * static_cast<double>(chains * lanes) / measure_step<chains>(runs);
}

[[gnu::noinline]] inline void read(const Register* p, std::size_t count) {
  constexpr std::size_t chains = 16;
  Register sum[chains];
  for (Register& s : sum) s = Register(0.0f);
  for (std::size_t i = 0; i + chains <= count; i += chains) {
    KILN_UNROLL
    for (std::size_t k = 0; k < chains; ++k) sum[k] = sum[k] + p[i + k];
  }
  keep(sum);
}

[[gnu::noinline]] inline void write(Register* p, std::size_t count) {
  Register x(0.0f);
  kiln::simd::pin(x);  // or it would be a call of memset
  for (std::size_t i = 0; i < count; ++i) p[i] = x;
  keep(p);
}

// Bytes a second of pass(memory, registers) over so many.
template <class Pass, class Memory>
double measure_bandwidth(Memory& memory, std::size_t bytes, const Pass& pass) {
  const std::size_t count = std::min(bytes / sizeof(Register), memory.size());
  const std::size_t repeats = std::max<std::size_t>(1, 4'000'000 / bytes);
  const double seconds = shortest(repeats > 1 ? 40 : 8, [&] {
    for (std::size_t i = 0; i < repeats; ++i) pass(memory.data(), count);
  });
  return static_cast<double>(count * sizeof(Register) * repeats) / seconds;
}

inline std::size_t cache_size(int level) {
#if defined(__linux__) && defined(_SC_LEVEL1_DCACHE_SIZE)
  const int name[] = {_SC_LEVEL1_DCACHE_SIZE, _SC_LEVEL2_CACHE_SIZE, _SC_LEVEL3_CACHE_SIZE};
  const long size = sysconf(name[level]);
  if (size > 0) return static_cast<std::size_t>(size);
#endif
  constexpr std::size_t usual[] = {32'768, 1'048'576, 33'554'432};
  return usual[level];
}

inline Machine measure() {
  Machine m;
  for (int level = 0; level < 3; ++level) {
    m.cache_size[static_cast<std::size_t>(level)] = cache_size(level);
  }
  m.flops = measure_flops(60);
  m.latency = measure_step<1>(60);
  // Parts of a cache, since other data stands in it too and L3 has other users; memory by twice L3,
  // if that is not very large.
  const auto [l1, l2, l3] = m.cache_size;
  const std::array<std::size_t, 4> bytes = {l1 / 4 * 3, l2 / 4, std::min(l3 / 2, 8 * l2),
                                            std::min<std::size_t>(2 * l3, 400'000'000)};
  std::vector<Register> memory(bytes[3] / sizeof(Register), Register(0.0f));
  for (std::size_t i = 0; i < m.bandwidth.size(); ++i) {
    m.bandwidth[i] = measure_bandwidth(memory, bytes[i], read);
  }
  for (std::size_t i = 0; i < m.write_bandwidth.size(); ++i) {
    m.write_bandwidth[i] = measure_bandwidth(memory, bytes[i], write);
  }
  return m;
}

}  // namespace machine_detail

/// This machine, measured at the first call.
inline const Machine& machine() {
  static const Machine m = machine_detail::measure();
  return m;
}

/// Float operations a second, as Machine::flops, at this moment: clocks move. Takes some 0.1 ms.
inline double flops_now() { return machine_detail::measure_flops(2); }

/// Bytes a second when this many bytes are read again and again: of the level that holds them, or
/// of two where they do not quite fit the nearer one.
inline double read_bandwidth(std::size_t bytes) {
  static std::map<std::size_t, double> known;
  double& result = known[bytes];
  if (result == 0) {
    using machine_detail::Register;
    const std::size_t count = bytes / sizeof(Register) + 1;
    const std::vector<Register> memory(count, Register(0.0f));
    result =
        machine_detail::measure_bandwidth(memory, count * sizeof(Register), machine_detail::read);
  }
  return result;
}

}  // namespace bench
