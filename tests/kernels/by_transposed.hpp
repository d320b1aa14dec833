// SPDX-License-Identifier: MIT
#pragma once
// What the tests of D·Wᵀ share: whether a way of computing it gives the bits of plain loops, and
// writes nowhere else.

#include <kiln/kernels/epilogue.hpp>
#include <kiln/kernels/naive.hpp>
#include <kiln/kernels/operand.hpp>

#include <cstddef>
#include <vector>

#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace by_transposed_test {

/// multiply(rows, depth, d, w, y) of random d: rows × depth and w: Width × depth.
template <class T, std::size_t Width, class F>
bool has_plain_bits(std::size_t rows, std::size_t depth, const F& multiply) {
  support::Samples samples(1000 * Width + 10 * rows + depth);
  const support::Guarded<T> d(samples.uniforms<T>(rows * depth, -1, 1));
  const support::Guarded<T> w(samples.uniforms<T>(Width * depth, -1, 1));
  std::vector<T> plain = samples.uniforms<T>(rows * Width, -1, 1);
  support::Guarded<T> y(plain);
  kiln::naive::multiply<1>(rows, depth, Width, kiln::straight<T>(d.data(), depth),
                           {w.data(), 1, depth}, kiln::Store<T>{plain.data(), Width, nullptr, 0});
  multiply(rows, depth, static_cast<const T*>(d.data()), static_cast<const T*>(w.data()), y.data());
  return support::first_difference(y.data(), plain.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

}  // namespace by_transposed_test
