// SPDX-License-Identifier: MIT
#pragma once
// What the matvec tests share: x·W of every width at many depths, W beginning on a cache line or
// not; on small integers, whose sums are exact in float, against a plain loop of whole numbers; on
// random numbers against the plain loop of kernels/naive.hpp, bit for bit (as batches are in
// matmul.hpp). W ends where a page ends.

#include <kiln/kernels/chains.hpp>
#include <kiln/kernels/matvec.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace matvec_test {

/// 784·100² < 2²⁴.
inline constexpr int largest = 100;
inline constexpr std::array<std::size_t, 11> depths{1, 2, 3, 7, 8, 9, 64, 100, 131, 784, 800};

/// The kernel of one width, in registers and as a plain loop.
template <class T>
struct Width {
  using Product = void (*)(std::size_t depth, const T* x, const T* w, const T* bias, T* y);
  std::size_t width;
  Product registers, plain;
};

template <class T, std::size_t W, class Arch>
void product(std::size_t depth, const T* x, const T* w, const T* bias, T* y) {
  kiln::multiply_row<W, kiln::chain_count(8, W), Arch>(depth, kiln::straight(x, depth), w,
                                                       kiln::Store<T>{y, W, bias, 0});
}

/// bias + x·W in whole numbers.
template <class T>
std::vector<T> truth(std::size_t depth, std::size_t width, const T* x, const T* w, const T* bias) {
  std::vector<T> y(width);
  for (std::size_t j = 0; j < width; ++j) {
    std::int64_t sum = static_cast<std::int64_t>(bias[j]);
    for (std::size_t k = 0; k < depth; ++k) {
      sum += static_cast<std::int64_t>(x[k]) * static_cast<std::int64_t>(w[k * width + j]);
    }
    y[j] = static_cast<T>(sum);
  }
  return y;
}

/// W's last element ends at the page's end, or at most a line before it, so that W begins on a
/// line.
template <class T>
T* place(const support::Guarded<T>& memory, std::size_t count, bool on_line) {
  const std::size_t line = 64 / sizeof(T);
  return memory.last(on_line ? (count + line - 1) / line * line : count);
}

template <class T>
void check(const Width<T>& kernel, std::size_t depth, bool integers, bool on_line) {
  const std::size_t width = kernel.width;
  support::Samples samples(1000 * width + depth);
  const auto draw = [&](std::size_t n) {
    return integers ? samples.integers<T>(n, -largest, largest) : samples.uniforms<T>(n, -1, 1);
  };
  const support::Guarded<T> x(draw(depth)), bias(draw(width));
  const support::Guarded<T> memory(depth * width + 64);
  T* const w = place(memory, depth * width, on_line);
  const std::vector<T> values = draw(depth * width);
  std::copy(values.begin(), values.end(), w);
  support::Guarded<T> y(width);
  kernel.registers(depth, x.data(), w, bias.data(), y.data());
  std::vector<T> expected(width);
  if (integers) expected = truth(depth, width, x.data(), w, bias.data());
  else kernel.plain(depth, x.data(), w, bias.data(), expected.data());
  std::size_t wrong = 0;
  for (std::size_t j = 0; j < width; ++j) {
    const T got = y.data()[j];
    wrong += (integers ? got == expected[j] : support::same_bits(got, expected[j])) ? 0 : 1;
  }
  BOOST_TEST(wrong == 0U, "x·W, width " << width << ", depth " << depth << ", on a line " << on_line
                                        << ": outputs wrong: " << wrong);
  BOOST_TEST(y.untouched_before(width), "x·W, width " << width << ": writes outside");
}

/// Small matrices, of depth Depth.
template <class T, class Arch, std::size_t Depth, std::size_t... W>
void check_few() {
  const auto few = []<std::size_t Width, class A>(std::integral_constant<std::size_t, Width>, A) {
    return [](std::size_t, const T* x, const T* w, const T* bias, T* y) {
      kiln::multiply_few<Depth, Width, kiln::chain_count(8, Width), A>(
          kiln::straight(x, Depth), w, kiln::Store<T>{y, Width, bias, 0});
    };
  };
  for (const Width<T>& width : {Width<T>{W, few(std::integral_constant<std::size_t, W>{}, Arch{}),
                                         product<T, W, kiln::simd::plain>}...}) {
    for (const bool integers : {true, false}) check(width, Depth, integers, false);
  }
}

/// Widths First, First + 1, …, Count of them, or those named.
template <class T, class Arch, std::size_t... W>
void check_widths() {
  const std::array<Width<T>, sizeof...(W)> widths{
      Width<T>{W, product<T, W, Arch>, product<T, W, kiln::simd::plain>}...};
  for (const Width<T>& width : widths) {
    for (const std::size_t depth : depths) {
      for (const bool integers : {true, false}) {
        check(width, depth, integers, true);
        check(width, depth, integers, false);
      }
    }
  }
}

template <class T, class Arch, std::size_t First, std::size_t Count>
void check_range() {
  []<std::size_t... I>(std::index_sequence<I...>) { check_widths<T, Arch, First + I...>(); }
  (std::make_index_sequence<Count>());
}

}  // namespace matvec_test
