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
//   fma      m·k·⌈n/lanes⌉ registers at the measured peak: a partial register costs a whole one;
//   chain    a sum is one chain (or chain_count of them): k fmas one after the other;
//   traffic  every operand read once and every output written once, at the measured bandwidth of
//            the smallest cache level that holds all of them;
// and a call has a fixed cost, measured as that of the 1 × 1 × lanes product. dX also has to turn
// W: each of its registers passes the shuffle port once for each of log₂ lanes steps, or, where
// that is less, D's and the output's do.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
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
constexpr std::array<Size, 14> batches{1, 2, 3, 5, 8, 16, 17, 32, 64, 100, 128, 255, 256, 512};
constexpr std::array<Size, 6> few_sizes{10, 50, 129, 512, 784, 1024};
constexpr std::array<Size, 5> few_batches{1, 2, 5, 17, 100};

/// Seconds of one call: the least of several measurements of about 30 µs each.
template <class F>
double seconds(const F& f, double budget) {
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

/// Of one cache level, in bytes a second.
struct Bandwidth {
  double read, write;
};

/// What a point is set beside: bench::machine(), as the clock has it at that moment.
struct Machine {
  double fma = seconds_of_register(bench::machine().flops);
  double latency = bench::machine().latency;  ///< seconds
  Bandwidth l1 = bandwidth(0), l2 = bandwidth(1), l3 = bandwidth(2);
  double call = 0;  ///< seconds

  static double seconds_of_register(double flops) { return 2.0 * lanes / flops; }
  static Bandwidth bandwidth(Size level) {
    return {bench::machine().bandwidth[level], bench::machine().write_bandwidth[level]};
  }

  /// The clock moves by a tenth within a run: what depends on it is measured again.
  void follow_clock() {
    const double now = seconds_of_register(bench::flops_now()), ratio = now / fma;
    fma = now;
    for (double* time : {&latency, &call}) *time *= ratio;
    for (double* rate : {&l1.read, &l1.write, &l2.read, &l2.write}) *rate /= ratio;
  }

  const Bandwidth& level(double bytes) const { return bytes <= 32e3 ? l1 : bytes <= 1e6 ? l2 : l3; }
};

enum class Product { forward, weight_gradient, input_gradient };
constexpr std::array<const char*, 3> names{"forward", "dW", "dX"};

/// m × n outputs, sums of k terms.
struct Shape {
  Product product;
  Size m, n, k;

  double flops() const { return 2.0 * static_cast<double>(m * n * k); }
};

double ceiling(const Machine& machine, const Shape& s) {
  const auto m = static_cast<double>(s.m), n = static_cast<double>(s.n);
  const auto k = static_cast<double>(s.k);
  const auto registers = static_cast<double>((s.n + lanes - 1) / lanes);
  const Size chains = s.product == Product::forward ? kiln::chain_count(s.k, s.n) : 1;
  const double read = 4 * (m * k + k * n), written = 4 * m * n;
  const Bandwidth& level = machine.level(read + written);
  double fma = m * k * registers * machine.fma;
  const double chain = k / static_cast<double>(chains) * machine.latency;
  if (s.product == Product::input_gradient) {
    const double shuffles = std::min(n * k, m * (n + k)) / lanes * (lanes == 16 ? 4 : 3);
    fma += shuffles * 2 * machine.fma;
  }
  return machine.call + std::max({fma, chain, read / level.read + written / level.write});
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
    Size failed = 0, listed = 0;
    double sum[3] = {}, count[3] = {};
    for (const Point& point : points_) {
      failed += point.fails() ? 1 : 0;
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
    std::printf("%zu of %zu points below %.0f %% of their ceiling or OpenBLAS\n", failed,
                points_.size(), 100 * bound);
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
  std::printf("GB/s read, written: L1 %.0f, %.0f, L2 %.0f, %.0f, L3 %.0f, %.0f\n",
              machine.l1.read * 1e-9, machine.l1.write * 1e-9, machine.l2.read * 1e-9,
              machine.l2.write * 1e-9, machine.l3.read * 1e-9, machine.l3.write * 1e-9);
  Sweep sweep(machine, options);
  [&]<Size... I>(std::index_sequence<I...>) { (sweep.run(kernels_of<widths[I]>()), ...); }
  (std::make_index_sequence<widths.size()>());
  return sweep.report();
}
