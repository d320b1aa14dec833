// SPDX-License-Identifier: MIT
#pragma once
// What every optimiser with state must do: PyTorch's steps, the same bits for a number and for
// registers of every instruction set, and nothing to gaps.

#include <kiln/optimizers/update.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "optimizers/reference.hpp"
#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace support {

/// 20 steps of numbers up to 2, in two implementations: in each a step rounds p once, by u·|p|, and
/// errs in what it adds (up to 0.25) by some u.
inline constexpr double steps_atol_float = 20 * 2 * 2 * unit_roundoff<float>;
/// The same in double would be 10⁻¹⁴; but 1 − 0.999ᵗ has lost three digits to cancellation.
inline constexpr double steps_atol_double = 1e-12;

/// The largest distance from PyTorch's parameters over 20 steps.
template <class O, class T>
double distance_from_pytorch(const O& optimizer, const std::array<Row<T>, kept>& expected) {
  Row<T> p{}, g{};
  std::array<T, O::slots * 4> state{};
  for (std::size_t i = 0; i < 4; ++i) p[i] = static_cast<T>(start[i]);
  double worst = 0;
  for (std::size_t step = 1; step <= gradients.size(); ++step) {
    for (std::size_t i = 0; i < 4; ++i) g[i] = static_cast<T>(gradients[step - 1][i]);
    kiln::update(optimizer, step, std::span(p), std::span(g), std::span<T>(state));
    for (std::size_t i = 0; step % 4 == 0 && i < p.size(); ++i) {
      worst = std::fmax(worst, std::abs(static_cast<double>(p[i] - expected[step / 4 - 1][i])));
    }
  }
  return worst;
}

/// Every length, with every register, gives the bits of single numbers; elements that are zero
/// throughout stay zero.
template <class T, class O>
void check_lengths(const O& optimizer) {
  for_each_architecture([&]<class Arch>(Arch) {
    for (std::size_t n = 1; n <= 67; ++n) {
      Samples samples(n);
      auto p = samples.uniforms<T>(n, -1, 1);
      p[n / 2] = T(0);
      std::vector<T> state(O::slots * n), one = p, one_state = state;
      for (std::uint64_t step = 1; step <= 5; ++step) {
        auto g = samples.uniforms<T>(n, -1, 1);
        g[n / 2] = T(0);
        kiln::update<Arch>(optimizer, step, std::span(p), std::span(g), std::span<T>(state));
        const auto rule = optimizer.template rule<T>(step);
        for (std::size_t i = 0; i < n; ++i) {
          [&]<std::size_t... Slot>(std::index_sequence<Slot...>) {
            rule(one[i], g[i], one_state[Slot * n + i]...);
          }
          (std::make_index_sequence<O::slots>());
        }
      }
      BOOST_TEST(same_bits_in(p, one), n << " elements");
      BOOST_TEST(same_bits_in(state, one_state), n << " elements");
      BOOST_TEST(same_bits(p[n / 2], T(0)));
    }
  });
}

/// Parameters after 20 of PyTorch's steps, for constant expressions.
template <class O>
constexpr Row<double> after_all_steps(const O& optimizer) {
  Row<double> p = start;
  std::array<double, O::slots * 4> state{};
  for (std::size_t step = 1; step <= gradients.size(); ++step) {
    kiln::update(optimizer, step, std::span(p), std::span(gradients[step - 1]),
                 std::span<double>(state));
  }
  return p;
}

}  // namespace support
