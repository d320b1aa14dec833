// SPDX-License-Identifier: MIT
#pragma once
// How near to their peak fused multiply-adds come in the inner loop of a product, where each brings
// loads with it: measured on loops of this file, with all operands in the first-level cache. Two
// loads a cycle, as ports allow, is what high tiles reach; low ones and rows that cross lines do
// not.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "machine.hpp"

namespace bench {

namespace tile_rates_detail {
using machine_detail::lanes;
using machine_detail::Register;
inline constexpr std::size_t steps = 32, factors_row = 40;

/// The inner loop of Rows × Registers sums, `repeats` times over `steps` rows of the right operand.
/// Fewer than eight sums are several chains each: eight hide an fma's latency.
template <std::size_t Rows, std::size_t Registers>
[[gnu::noinline]] void run(std::size_t repeats, const float* x, const float* w, std::size_t w_row,
                           float* y) {
  constexpr std::size_t sums = Rows * Registers, chains = sums < 8 ? std::bit_floor(15 / sums) : 1;
  Register sum[chains * sums];
  KILN_UNROLL
  for (std::size_t i = 0; i < chains * sums; ++i) sum[i] = Register(0.0F);
  for (std::size_t i = 0; i < repeats; ++i) {
    const float *factors = x, *right = w;
    for (std::size_t k = 0; k < steps; k += chains) {
      kiln::simd::hide(factors);  // or what the first terms load would stay for all repeats
      kiln::simd::hide(right);
      KILN_UNROLL
      for (std::size_t c = 0; c < chains; ++c, ++factors, right += w_row) {
        Register row[Registers];
        KILN_UNROLL
        for (std::size_t v = 0; v < Registers; ++v) {
          row[v] = Register::load_unaligned(right + v * lanes);
          if constexpr (Rows > 1) kiln::simd::pin(row[v]);
        }
        KILN_UNROLL
        for (std::size_t r = 0; r < Rows; ++r) {
          const Register factor(factors[r * factors_row]);
          KILN_UNROLL
          for (std::size_t v = 0; v < Registers; ++v) {
            Register& s = sum[c * sums + r * Registers + v];
            s = kiln::simd::fma(factor, row[v], s);
          }
        }
      }
    }
  }
  KILN_UNROLL
  for (std::size_t i = 0; i < chains * sums; ++i) sum[i].store_unaligned(y + i * lanes);
}

/// The loop's time over that of as many multiply-adds at the peak.
template <std::size_t Rows, std::size_t Registers>
double slowness(bool crossing) {
  // Whole lines apart, or an odd number of elements, so that rows begin anywhere in a line.
  const std::size_t w_row = (Registers * lanes + 15) / 16 * 16 + (crossing ? 1 : 0);
  std::vector<float> memory(steps * (w_row + 2) + Rows * factors_row + 64, 0.5F);
  void* begin = memory.data();
  std::size_t room = 256;
  std::align(64, 4, begin, room);
  const float* const w = static_cast<const float*>(begin);
  constexpr std::size_t repeats = 20;
  std::vector<float> y(32 * lanes);
  const double time = machine_detail::shortest(60, [&] {
    run<Rows, Registers>(repeats, w + steps * w_row, w, w_row, y.data());
    machine_detail::keep(y.data());
  });
  const double peak = 2.0 * lanes / machine_detail::measure_flops(10);
  return std::max(1.0, time / (peak * static_cast<double>(repeats * steps * Rows * Registers)));
}
}  // namespace tile_rates_detail

/// The measured tiles: up to 16 rows, up to 8 registers, as many as fit this build's registers.
class TileRates {
 public:
  TileRates() {
    [&]<std::size_t... Rows>(std::index_sequence<Rows...>) { (measure_rows<Rows + 1>(), ...); }
    (std::make_index_sequence<16>());
  }

  /// Over their time at the peak, what multiply-adds take in the best tile of up to so many rows
  /// and registers, where rows of the right operand lie `width` elements apart.
  double least(std::size_t rows, std::size_t registers, std::size_t width) const {
    using tile_rates_detail::lanes;
    const std::size_t shared = std::gcd(width, lanes);  // all of them: no register crosses a line
    const double crossing = static_cast<double>(lanes - shared) / (lanes > 1 ? lanes - 1 : 1);
    double result = 4;
    for (const Tile& tile : tiles_) {
      if (tile.rows > rows || tile.registers > registers) continue;
      result = std::min(result, tile.whole + crossing * (tile.crossing - tile.whole));
    }
    return result;
  }

 private:
  struct Tile {
    std::size_t rows, registers;
    double whole, crossing;
  };

  template <std::size_t Rows>
  void measure_rows() {
    [&]<std::size_t... I>(std::index_sequence<I...>) { (measure<Rows, I + 1>(), ...); }
    (std::make_index_sequence<8>());
  }
  template <std::size_t Rows, std::size_t Registers>
  void measure() {
    constexpr std::size_t all = kiln::simd::register_count<kiln::simd::default_arch>;
    if constexpr (Rows * Registers + (Rows > 1 ? Registers : 0) + 1 <= all) {
      using tile_rates_detail::slowness;
      tiles_.push_back(
          {Rows, Registers, slowness<Rows, Registers>(false), slowness<Rows, Registers>(true)});
    }
  }

  std::vector<Tile> tiles_;
};

}  // namespace bench
