// SPDX-License-Identifier: MIT
// The three products of a dense layer at sizes that nobody tuned for: primes, off-by-ones, few
// rows, powers of two. Each is set beside its own ceiling, computed from what this run measures of
// the machine, and beside OpenBLAS where CMake found it.
//
//   bench_kernels_sweep [--full] [--check] [--all] [--filter forward|dW|dX] [--width N]
//                       [--batch N] [--worst N]
//
// --full walks the whole product of sizes, --all prints every point, --check fails where a point is
// below `bound` of its ceiling or slower than OpenBLAS.
//
// The ceiling of m × n outputs of depth k is the slowest of
//   fma      m·k·⌈n/lanes⌉ registers: a partial register costs a whole one (kiln computes one or
//            two last columns by rows, and may pass this). Not at the peak: the h factors and r
//            registers that a tile of h × r sums loads take some of it. The best tile that m, n and
//            the registers allow sets the rate, as measured (support/tile_rates.hpp): rows that
//            begin anywhere in a line are read as they are, or packed, each register once;
//   stores   one register a cycle;
//   chain    a sum is one chain (or chain_count of them): k fmas one after the other;
//   traffic  every operand read once and every output written once, at the bandwidths measured for
//            as many bytes as all of them have;
// and a call has a fixed cost, measured as that of the 1 × 1 × lanes product.
//
// dX cannot add neighbouring products up: each output is one sum along k, whatever the number of
// rows, so that W, whose rows run along k, has to be turned. 64 of its elements take, in cycles,
//   10 + 2·m         in registers of 512 bits: 12 partial loads and 8 shuffles, for two ports,
//   (24 + 8·m) / 3   in registers of 256: 8 partial loads and 16 shuffles, for three;
// or, where that is less, D and the output are turned instead, and rows of D fill the registers.
// The fmas among these cycles, 4·m at the peak, at the rate above.
// OpenBLAS adds neighbouring products where rows are few, and may then pass this ceiling.

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <kiln/kernels/by_transposed.hpp>
#include <kiln/kernels/chains.hpp>
#include <kiln/kernels/matmul.hpp>
#include <kiln/random/engine.hpp>
#include <kiln/random/uniform.hpp>
#include <string_view>
#include <utility>
#include <vector>
#if defined(KILN_BENCH_CBLAS)
#include <cblas.h>
#endif

#include "../support/machine.hpp"
#include "../support/openblas.hpp"
#include "../support/tile_rates.hpp"

namespace {

namespace simd = kiln::simd;
using Size = std::size_t;
using Clock = std::chrono::steady_clock;
using Register = simd::Lanes<float, simd::default_arch>;
constexpr Size lanes = simd::lanes<float, simd::default_arch>;
constexpr double bound = 0.85;

constexpr std::array<Size, 27> widths{8,   10,  16,  17,  31,  32,  33,   50,   61,
                                      64,  65,  100, 127, 128, 129, 200,  255,  256,
                                      257, 384, 509, 512, 513, 768, 1000, 1021, 1024};
constexpr Size width_step = KILN_FEW_WIDTHS ? 6 : 1;  // where it is only seen to build
constexpr std::array<Size, 14> batches{1, 2, 3, 5, 8, 16, 17, 32, 64, 100, 128, 255, 256, 512};
constexpr std::array<Size, 6> few_sizes{10, 50, 129, 512, 784, 1024};
constexpr std::array<Size, 7> few_batches{1, 2, 5, 8, 17, 32, 100};

/// Seconds of one call: the least of several measurements of about 30 µs each, after a first call
/// that may have to start something.
template <class F>
double seconds(const F& f, double budget) {
  f();
  Size calls = 1;
  double best = 1;
  const auto begin = Clock::now();
  for (;;) {
    const auto start = Clock::now();
    for (Size i = 0; i < calls; ++i) f();
    const auto end = Clock::now();
    const double time = std::chrono::duration<double>(end - start).count();
    best = std::min(best, time / static_cast<double>(calls));
    if (time < 30e-6) {
      calls = std::max(calls + 1, static_cast<Size>(40e-6 / best));
    } else if (std::chrono::duration<double>(end - begin).count() > budget) {
      return best;
    }
  }
}

void keep(void* memory) { asm volatile("" : : "r"(memory) : "memory"); }

/// Begins on 64 bytes, as parameters and workspaces do.
class Matrix {
 public:
  explicit Matrix(Size size) : memory_(size + 16) {
    kiln::Engine engine(1);
    for (float& value : memory_) value = kiln::uniform<float>(engine, -1.0F, 1.0F);
  }
  float* data() {
    return memory_.data() + (64 - reinterpret_cast<std::uintptr_t>(memory_.data()) % 64) % 64 / 4;
  }

 private:
  std::vector<float> memory_;
};

/// Bytes a second when `bytes` are read again and again.
double read_bandwidth(Size bytes) {
  Matrix memory(bytes / sizeof(float));
  const float* const from = memory.data();
  const Size step = 8 * lanes, count = bytes / sizeof(float) / step;
  const double time = seconds(
      [&] {
        std::array<Register, 8> sum;
        sum.fill(Register(0.0F));
        for (Size i = 0; i < count; ++i) {
          KILN_UNROLL
          for (Size v = 0; v < 8; ++v) {
            sum[v] = sum[v] + Register::load_unaligned(from + i * step + v * lanes);
          }
        }
        keep(sum.data());
      },
      20e-3);
  return static_cast<double>(count * step * sizeof(float)) / time;
}

/// Bytes a second when `bytes` are written again and again.
double write_bandwidth(Size bytes) {
  Matrix memory(bytes / sizeof(float));
  const Size count = bytes / sizeof(float) / lanes;
  const double time = seconds(
      [&] {
        Register x(1.0F);
        simd::pin(x);
        for (Size i = 0; i < count; ++i) x.store_unaligned(memory.data() + i * lanes);
        keep(memory.data());
      },
      20e-3);
  return static_cast<double>(count * lanes * sizeof(float)) / time;
}

/// What was measured of a working set.
struct Bandwidth {
  Size bytes;
  double read, write;  ///< bytes a second
};

constexpr std::array<Size, 14> working_sets{16,  32,   40,   48,   64,   128,  256,
                                            512, 1024, 1536, 2048, 3072, 8192, 16384};  // KiB

/// What a point is set beside: bench::machine(), as the clock has it at that moment, and bandwidths
/// between the sizes that bench::machine() knows.
struct Machine {
  double fma = seconds_of_register(bench::machine().flops);
  double latency = bench::machine().latency;  ///< seconds
  std::vector<Bandwidth> bandwidths;
  bench::TileRates tiles;
  double call = 0;  ///< seconds

  Machine() {
    for (const Size kilobytes : working_sets) {
      const Size bytes = kilobytes << 10;
      bandwidths.push_back({bytes, read_bandwidth(bytes), write_bandwidth(bytes)});
    }
  }

  static double seconds_of_register(double flops) { return 2.0 * lanes / flops; }

  /// Of the two ports that execute fmas.
  double cycle() const { return 2 * fma; }

  /// The clock moves by a tenth within a run: what depends on it is measured again.
  void follow_clock() {
    const double now = seconds_of_register(bench::flops_now()), ratio = now / fma;
    fma = now;
    for (double* time : {&latency, &call}) *time *= ratio;
    for (Bandwidth& level : bandwidths) {
      if (level.bytes > (Size{1536} << 10)) continue;  // the third level has a clock of its own
      level.read /= ratio;
      level.write /= ratio;
    }
  }

  /// Seconds to read and write so many bytes, between the working sets that were measured.
  double traffic(double read, double written) const {
    const double bytes = read + written;
    Size i = 1;
    while (i + 1 < bandwidths.size() && static_cast<double>(bandwidths[i].bytes) < bytes) ++i;
    const auto time = [&](const Bandwidth& b) { return read / b.read + written / b.write; };
    const Bandwidth &low = bandwidths[i - 1], &high = bandwidths[i];
    const double from = static_cast<double>(low.bytes), to = static_cast<double>(high.bytes);
    const double part = std::clamp((bytes - from) / (to - from), 0.0, 1.0);
    return (1 - part) * time(low) + part * time(high);
  }
};

enum class Product { forward, weight_gradient, input_gradient };
constexpr std::array<const char*, 3> names{"forward", "dW", "dX"};

/// m × n outputs, sums of k terms.
struct Shape {
  Product product;
  Size m, n, k;

  double flops() const { return 2.0 * static_cast<double>(m * n * k); }
};

Size registers_of(Size columns) { return (columns + lanes - 1) / lanes; }

/// Seconds of the fmas of X·W and Xᵀ·D: the right operand read as it is, or packed.
double fma_seconds(const Machine& machine, const Shape& s) {
  const Size registers = registers_of(s.n);
  const auto right = static_cast<double>(s.k * registers), m = static_cast<double>(s.m);
  const double as_is = m * machine.tiles.least(s.m, registers, s.n) * machine.fma;
  const double packed = m * machine.tiles.least(s.m, registers, lanes) * machine.fma;
  return right * std::min(as_is, packed + machine.cycle());
}

/// Cycles of D·Wᵀ: the least of the ways there are (see above).
double turning_cycles(const Machine& machine, const Shape& s) {
  const auto m = static_cast<double>(s.m), n = static_cast<double>(s.n);
  const auto k = static_cast<double>(s.k);
  const Size across = registers_of(s.n), along = registers_of(s.m);
  const auto turned = [&](double fmas) {
    const double narrow = std::max((24 + 2 * fmas) / 3, fmas);
    return lanes == 16 ? std::min(10 + fmas / 2, narrow) : narrow;
  };
  const double rate = machine.tiles.least(s.m, across, lanes);
  const double swapped =
      n * k * static_cast<double>(along) / 2 * machine.tiles.least(s.n, along, lanes) +
      m * (n + k) / 64 * turned(0);
  return std::min(static_cast<double>(across * lanes) * k / 64 * turned(4 * m * rate), swapped);
}

double ceiling(const Machine& machine, const Shape& s) {
  const auto m = static_cast<double>(s.m), n = static_cast<double>(s.n);
  const auto k = static_cast<double>(s.k);
  const Size registers = registers_of(s.n);
  const Size chains = s.product == Product::forward ? kiln::chain_count(s.k, s.n) : 1;
  const double fma = s.product == Product::input_gradient
                         ? turning_cycles(machine, s) * machine.cycle()
                         : fma_seconds(machine, s);
  const double joins = chains == 4 ? 2 : chains == 2 ? 1 : 0;
  const double chain = (k / static_cast<double>(chains) + joins) * machine.latency;
  const double stores = m * static_cast<double>(registers) * machine.cycle();
  const double traffic = machine.traffic(4 * (m * k + k * n), 4 * m * n);
  return machine.call + std::max({fma, chain, stores, traffic});
}

struct Memory {
  Matrix a{1024 * 1024}, b{1024 * 1024}, c{1024 * 1024}, bias{1024};
};

/// The products of one width as functions.
struct Kernels {
  Size width;
  void (*run[3])(const Shape&, Memory&);
};

template <Size Width>
Kernels kernels_of() {
  return {Width,
          {[](const Shape& s, Memory& memory) {
             kiln::multiply<Width, kiln::chain_count(8, Width)>(
                 s.m, s.k, kiln::straight<float>(memory.a.data(), s.k),
                 static_cast<const float*>(memory.b.data()),
                 kiln::Store<float>{memory.c.data(), Width, memory.bias.data(), 0});
           },
           [](const Shape& s, Memory& memory) {
             kiln::multiply<Width>(s.m, s.k, kiln::transposed<float>(memory.a.data(), s.m),
                                   static_cast<const float*>(memory.b.data()),
                                   kiln::Store<float>{memory.c.data(), Width, nullptr, 0});
           },
           [](const Shape& s, Memory& memory) {
             kiln::multiply_by_transposed<Width>(
                 s.m, s.k, static_cast<const float*>(memory.a.data()),
                 static_cast<const float*>(memory.b.data()), memory.c.data());
           }}};
}

#if defined(KILN_BENCH_CBLAS)
void openblas(const Shape& s, Memory& memory) {
  const auto m = static_cast<int>(s.m), n = static_cast<int>(s.n), k = static_cast<int>(s.k);
  const bool a = s.product == Product::weight_gradient, b = s.product == Product::input_gradient;
  cblas_sgemm(CblasRowMajor, a ? CblasTrans : CblasNoTrans, b ? CblasTrans : CblasNoTrans, m, n, k,
              1.0F, memory.a.data(), a ? m : k, memory.b.data(), b ? k : n, 0.0F, memory.c.data(),
              n);
}
#endif

struct Point {
  Shape shape;
  double ceiling, ours, theirs;

  double fraction() const { return ceiling / ours; }
  double ratio() const { return theirs / ours; }  // 0 without OpenBLAS
  bool fails() const { return fraction() < bound || (theirs > 0 && ratio() < 1); }
  void print() const {
    const double g = shape.flops() * 1e-9;
    std::printf("%-8s %4zu x %4zu x %4zu  %9.2f us %7.1f GFLOP/s  ceiling %7.1f  %5.1f %%",
                names[static_cast<Size>(shape.product)], shape.m, shape.n, shape.k, ours * 1e6,
                g / ours, g / ceiling, 100 * fraction());
    if (theirs > 0) std::printf("  OpenBLAS %7.1f  %5.2fx", g / theirs, ratio());
    std::printf("\n");
  }
};

struct Options {
  bool full = false, check = false, all = false;
  std::string_view filter;
  Size width = 0, batch = 0;  // only this one
  Size worst = 25;
};

class Sweep {
 public:
  Sweep(Machine& machine, const Options& options) : machine_(machine), options_(options) {}

  void run(const Kernels& kernels) {
    if (options_.width != 0 && options_.width != kernels.width) return;
    if (options_.full) walk(kernels, batches, widths);
    else walk(kernels, few_batches, few_sizes);
  }

  int report() {
    std::sort(points_.begin(), points_.end(),
              [](const Point& a, const Point& b) { return a.fraction() < b.fraction(); });
    Size failed = 0, low = 0, behind = 0, passed = 0, listed = 0;
    double sum[3] = {}, count[3] = {};
    for (const Point& point : points_) {
      failed += point.fails() ? 1 : 0;
      low += point.fraction() < bound ? 1 : 0;
      behind += point.theirs > 0 && point.ratio() < 1 ? 1 : 0;
      passed += point.theirs > 0 && point.theirs < point.ceiling ? 1 : 0;
      const auto p = static_cast<Size>(point.shape.product);
      sum[p] += point.fraction();
      count[p] += 1;
    }
    std::printf("\nthe furthest below their ceiling\n");
    for (const Point& point : points_) {
      if (listed++ < options_.worst) point.print();
    }
    std::sort(points_.begin(), points_.end(),
              [](const Point& a, const Point& b) { return a.ratio() < b.ratio(); });
    std::printf("\nthe closest to OpenBLAS, or behind\n");
    listed = 0;
    for (const Point& point : points_) {
      if (point.theirs > 0 && listed++ < options_.worst) point.print();
    }
    for (Size p = 0; p < 3; ++p) {
      if (count[p] > 0) std::printf("%s: mean %.1f %%\n", names[p], 100 * sum[p] / count[p]);
    }
    std::printf(
        "%zu of %zu points below %.0f %% of their ceiling (%zu) or OpenBLAS (%zu, which "
        "passes the ceiling of %zu)\n",
        failed, points_.size(), 100 * bound, low, behind, passed);
    return options_.check && failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
  }

 private:
  template <class Batches, class Others>
  void walk(const Kernels& kernels, const Batches& batch, const Others& others) {
    for (const Size rows : batch) {
      if (options_.batch != 0 && options_.batch != rows) continue;
      for (const Size other : others) {
        measure(kernels, {Product::forward, rows, kernels.width, other});
        measure(kernels, {Product::weight_gradient, other, kernels.width, rows});
        measure(kernels, {Product::input_gradient, rows, kernels.width, other});
      }
    }
  }

  void measure(const Kernels& kernels, const Shape& shape) {
    const auto product = static_cast<Size>(shape.product);
    if (!options_.filter.empty() && options_.filter != names[product]) return;
    const auto ours = [&] {
      kernels.run[product](shape, memory_);
      keep(memory_.c.data());
    };
    const double budget = options_.full ? 1e-3 : 1.5e-3;
    double time = seconds(ours, budget / 2), theirs = 0;
#if defined(KILN_BENCH_CBLAS)
    theirs = seconds([&] { openblas(shape, memory_); }, budget / 2);
#endif
    time = std::min(time, seconds(ours, budget / 2));
    machine_.follow_clock();
    points_.push_back({shape, ceiling(machine_, shape), time, theirs});
    if (options_.all) points_.back().print();
  }

  Machine& machine_;
  const Options& options_;
  Memory memory_;
  std::vector<Point> points_;
};

double call_cost() {
  Memory memory;
  const Kernels kernels = kernels_of<lanes>();
  const Shape shape{Product::weight_gradient, 1, lanes, 1};
  return seconds(
      [&] {
        kernels.run[1](shape, memory);
        keep(memory.c.data());
      },
      5e-3);
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--full") options.full = true;
    else if (argument == "--check") options.check = true;
    else if (argument == "--all") options.all = true;
    else if (argument == "--filter" && i + 1 < count) options.filter = arguments[++i];
    else if (argument == "--width" && i + 1 < count)
      options.width = std::strtoul(arguments[++i], nullptr, 10);
    else if (argument == "--batch" && i + 1 < count)
      options.batch = std::strtoul(arguments[++i], nullptr, 10);
    else if (argument == "--worst" && i + 1 < count)
      options.worst = std::strtoul(arguments[++i], nullptr, 10);
    else return std::fprintf(stderr, "unknown argument %s\n", arguments[i]), EXIT_FAILURE;
  }
#if defined(KILN_BENCH_CBLAS)
  bench::start_for_openblas(arguments);
  openblas_set_num_threads(1);
  std::printf("%s, %s\n", openblas_get_config(), openblas_get_corename());
#endif
  Machine machine;
  machine.call = call_cost();
  std::printf("peak %.1f GFLOP/s, fma latency %.2f ns, call %.1f ns\n", 2e-9 * lanes / machine.fma,
              machine.latency * 1e9, machine.call * 1e9);
  std::printf("GB/s read, written:");
  for (const Bandwidth& b : machine.bandwidths) {
    std::printf(" %zu KB %.0f, %.0f;", b.bytes / 1024, b.read * 1e-9, b.write * 1e-9);
  }
  std::printf("\n");
  Sweep sweep(machine, options);
  [&]<Size... I>(std::index_sequence<I...>) {
    (sweep.run(kernels_of<widths[I * width_step]>()), ...);
  }
  (std::make_index_sequence<(widths.size() + width_step - 1) / width_step>());
  return sweep.report();
}
