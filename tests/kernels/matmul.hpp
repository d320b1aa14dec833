// SPDX-License-Identifier: MIT
#pragma once
// What the matmul tests share: every product of every width against a plain loop in a wider type,
// over batches of 1 to 33 rows and many depths; on small integers, whose sums are exact in float,
// bit for bit; on random numbers within product_bound. The plain loops of kernels/naive.hpp must
// give the same bits as the registers, and nothing may be read or written outside.

#include <kiln/kernels/by_transposed.hpp>
#include <kiln/kernels/chains.hpp>
#include <kiln/kernels/matmul.hpp>
#include <kiln/kernels/matvec.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace matmul_test {

inline constexpr std::size_t most_rows = 33;
inline constexpr std::array<std::size_t, 12> depths{1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 50, 130};

/// Small integers (130·255² < 2²⁴, so float sums are exact in any order) or random numbers.
enum class Data { integers, random };

template <class T>
std::vector<T> draw(support::Samples& samples, Data data, std::size_t n) {
  return data == Data::integers ? samples.integers<T>(n, -255, 255) : samples.uniforms<T>(n, -1, 1);
}

/// A matrix read with any strides, independent of kiln's Operand.
template <class T>
struct Matrix {
  const T* data;
  std::size_t row, column;
  support::Wider<T> operator()(std::size_t i, std::size_t k) const {
    return data[i * row + k * column];
  }
};

/// The truth: start + Σₖ a(i, k)·b(k, j) in a wider type, and the sum of the magnitudes.
template <class T>
struct Truth {
  std::vector<support::Wider<T>> value;
  std::vector<double> size;

  Truth(std::size_t rows, std::size_t depth, std::size_t width, Matrix<T> a, Matrix<T> b,
        Matrix<T> start)
      : value(rows * width), size(rows * width) {
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < width; ++j) {
        support::Wider<T> sum = start(i, j), magnitude = std::abs(start(i, j));
        for (std::size_t k = 0; k < depth; ++k) {
          sum += a(i, k) * b(k, j);
          magnitude += std::abs(a(i, k) * b(k, j));
        }
        value[i * width + j] = sum;
        size[i * width + j] = static_cast<double>(magnitude);
      }
    }
  }

  /// How many of the first y.size() values are wrong.
  std::size_t wrong(Data data, std::size_t depth, const std::vector<T>& y) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      const auto error = std::abs(static_cast<support::Wider<T>>(y[i]) - value[i]);
      const bool right = data == Data::integers ? y[i] == static_cast<T>(value[i])
                                                : static_cast<double>(error) <=
                                                      support::product_bound<T>(depth, size[i]);
      count += right ? 0 : 1;
    }
    return count;
  }
};

/// The kernels of one width and one architecture as functions, so that what follows is compiled
/// once and not for each width.
template <class T>
struct Kernels {
  template <class Left>
  using Product = void (*)(std::size_t rows, std::size_t depth, Left a, const T* b,
                           const kiln::Store<T>& store);
  Product<kiln::Straight<T>> forward, forward_row;
  Product<kiln::Transposed<T>> sums;
  Product<kiln::Operand<T>> sums_row;
  void (*by_transposed)(std::size_t rows, std::size_t depth, const T* d, const T* w, T* y);
};

template <class T, std::size_t Width, class Arch>
constexpr Kernels<T> kernels_of() {
  using kiln::Straight, kiln::Transposed, kiln::Operand;
  using Store = kiln::Store<T>;
  constexpr std::size_t chains = kiln::chain_count(8, Width);
  return {
      [](std::size_t rows, std::size_t depth, Straight<T> a, const T* b, const Store& store) {
        kiln::multiply<Width, chains, Arch>(rows, depth, a, b, store);
      },
      [](std::size_t, std::size_t depth, Straight<T> a, const T* b, const Store& store) {
        kiln::multiply_row<Width, chains, Arch>(depth, a, b, store);
      },
      [](std::size_t rows, std::size_t depth, Transposed<T> a, const T* b, const Store& store) {
        kiln::multiply<Width, 1, Arch>(rows, depth, a, b, store);
      },
      [](std::size_t, std::size_t depth, Operand<T> a, const T* b, const Store& store) {
        kiln::multiply_row<Width, 1, Arch>(depth, a, b, store);
      },
      [](std::size_t rows, std::size_t depth, const T* d, const T* w, T* y) {
        kiln::multiply_by_transposed<Width, Arch>(rows, depth, d, w, y);
      },
  };
}

/// The kernels of one width, as plain loops and in registers.
template <class T>
struct Width {
  std::size_t width;
  Kernels<T> plain, registers;
};

/// One product of one width and depth: its truth, and how to compute it.
template <class T>
struct Case {
  const char* name;
  Data data;
  std::size_t rows, depth, width;
  std::vector<T> before;  // what y holds before the product
  Truth<T> truth;

  /// product(kernels, rows, y) with plain loops for all rows against the truth, then with registers
  /// for every number of rows against the plain loops.
  template <class Product>
  void check(const Width<T>& kernels, const Product& product) const {
    std::vector<T> plain = before;
    product(kernels.plain, rows, plain.data());
    support::Guarded<T> memory(rows * width);
    std::size_t unequal = 0, outside = 0;
    for (std::size_t n = 1; n <= rows; ++n) {
      T* const y = memory.last(n * width);
      memory.clear();
      std::copy_n(before.data(), n * width, y);
      product(kernels.registers, n, y);
      unequal += support::first_difference(y, plain.data(), n * width) < n * width ? 1 : 0;
      outside += memory.untouched_before(n * width) ? 0 : 1;
    }
    report(truth.wrong(data, depth, plain), unequal, outside);
  }

  void report(std::size_t wrong, std::size_t unequal, std::size_t outside) const {
    const std::string where =
        std::string(name) + ", width " + std::to_string(width) + ", depth " + std::to_string(depth);
    BOOST_TEST(wrong == 0U, where << ": elements wrong in plain loops: " << wrong);
    BOOST_TEST(unequal == 0U, where << ": batches not the same bits in registers: " << unequal);
    BOOST_TEST(outside == 0U, where << ": batches with writes outside: " << outside);
  }
};

/// Forward (X·W + b, one row and many), dW (Xᵀ·D, stored and added), db (column sums of D) and dX
/// (D·Wᵀ) of one width.
template <class T>
void check_width(const Width<T>& kernels, Data data, std::size_t depth) {
  using Store = kiln::Store<T>;
  using K = Kernels<T>;
  const std::size_t width = kernels.width, rows = most_rows;
  support::Samples samples(1000 * width + depth);
  const support::Guarded<T> x(draw<T>(samples, data, rows * depth));
  const support::Guarded<T> w(draw<T>(samples, data, depth * width));
  const support::Guarded<T> bias(draw<T>(samples, data, width));
  const std::vector<T> nothing(rows * width);
  const std::vector<T> something = draw<T>(samples, data, rows * width);
  const T unit(1), zero(0);
  const Matrix<T> from_zero{&zero, 0, 0}, right{w.data(), width, 1};
  const kiln::Straight<T> straight = kiln::straight(x.data(), depth);
  const kiln::Transposed<T> transposed = kiln::transposed(x.data(), rows);

  const Truth<T> forward(rows, depth, width, {x.data(), depth, 1}, right, {bias.data(), 0, 1});
  Case<T>{"X·W", data, rows, depth, width, nothing, forward}.check(
      kernels, [&](const K& k, std::size_t n, T* y) {
        k.forward(n, depth, straight, w.data(), Store{y, width, bias.data(), 0});
      });
  // One sample: the same truth, and the bits of the batch's first row, since both have the bits of
  // the plain loops.
  Case<T>{"x·W", data, 1, depth, width, std::vector<T>(width), forward}.check(
      kernels, [&](const K& k, std::size_t n, T* y) {
        k.forward_row(n, depth, straight, w.data(), Store{y, width, bias.data(), 0});
      });
  const Matrix<T> left{x.data(), 1, rows};
  Case<T>{"Xᵀ·D", data, rows, depth, width, nothing, {rows, depth, width, left, right, from_zero}}
      .check(kernels, [&](const K& k, std::size_t n, T* y) {
        k.sums(n, depth, transposed, w.data(), Store{y, width, nullptr, 0});
      });
  const Truth<T> added(rows, depth, width, left, right, {something.data(), width, 1});
  Case<T>{"+= Xᵀ·D", data, rows, depth, width, something, added}.check(
      kernels, [&](const K& k, std::size_t n, T* y) {
        k.sums(n, depth, transposed, w.data(), Store{y, width, y, width});
      });
  const Truth<T> sums(1, depth, width, {&unit, 0, 0}, right, from_zero);
  Case<T>{"1·D", data, 1, depth, width, std::vector<T>(width), sums}.check(
      kernels, [&](const K& k, std::size_t n, T* y) {
        k.sums_row(n, depth, {&unit, 0, 0}, w.data(), Store{y, width, nullptr, 0});
      });
  const Truth<T> by_transposed(rows, depth, width, {x.data(), depth, 1}, {w.data(), 1, depth},
                               from_zero);
  Case<T>{"D·Wᵀ", data, rows, depth, width, nothing, by_transposed}.check(
      kernels,
      [&](const K& k, std::size_t n, T* y) { k.by_transposed(n, depth, x.data(), w.data(), y); });
}

/// These widths at all depths.
template <class T, std::size_t... W>
void check_widths(Data data) {
  const std::array<Width<T>, sizeof...(W)> widths{Width<T>{
      W, kernels_of<T, W, kiln::simd::plain>(), kernels_of<T, W, kiln::simd::default_arch>()}...};
  for (const Width<T>& width : widths) {
    for (const std::size_t depth : depths) check_width(width, data, depth);
  }
}

/// All widths in [First, First + Count) at all depths.
template <class T, std::size_t First, std::size_t Count>
void check_range(Data data) {
  [&]<std::size_t... I>(std::index_sequence<I...>) { check_widths<T, First + I...>(data); }
  (std::make_index_sequence<Count>());
}

/// Widths up to 33: nightly all. In double or under sanitizers those around one register and two of
/// 4, 8 and 16 numbers; else two thirds of them, around halves and quarters of a register, too.
template <class T>
void check_narrow_widths(Data data) {
  if constexpr (KILN_FEW_WIDTHS || (sizeof(T) > 4 && !KILN_NIGHTLY)) {
    check_widths<T, 1, 3, 7, 8, 15, 16, 17, 32, 33>(data);
  } else if constexpr (!KILN_NIGHTLY) {
    check_widths<T, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 20, 24, 25, 31, 32, 33>(data);
  } else {
    check_range<T, 1, 33>(data);
  }
}

/// The widths that neighbour those of registers and panels.
template <class T>
void check_widths_around_panels(Data data) {
  if constexpr (KILN_FEW_WIDTHS || (sizeof(T) > 4 && !KILN_NIGHTLY)) {
    check_widths<T, 50, 64, 65, 100, 128, 129>(data);
  } else {
    check_widths<T, 47, 48, 49, 50, 51, 52, 63, 64, 65, 66, 100, 127, 128, 129, 130>(data);
  }
}

}  // namespace matmul_test
