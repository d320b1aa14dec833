// SPDX-License-Identifier: MIT
#include <kiln/kernels/softmax.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "support/bits.hpp"
#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace {

constexpr std::size_t rows = 7;

template <class T>
using Wide = std::vector<support::Wider<T>>;

template <class T>
Wide<T> softmax(const std::vector<T>& z, std::size_t width) {
  Wide<T> y(z.size());
  for (std::size_t r = 0; r < z.size() / width; ++r) {
    support::Wider<T> total = 0;
    for (std::size_t j = 0; j < width; ++j) {
      total += std::exp(static_cast<support::Wider<T>>(z[r * width + j]));
    }
    for (std::size_t j = 0; j < width; ++j) {
      y[r * width + j] = std::exp(static_cast<support::Wider<T>>(z[r * width + j])) / total;
    }
  }
  return y;
}

// The whole Jacobian, ∂yⱼ/∂zₖ = yⱼ·([j = k] − yₖ), times dy.
template <class T>
Wide<T> softmax_backward(const std::vector<T>& y, const std::vector<T>& dy, std::size_t width) {
  Wide<T> dz(y.size());
  for (std::size_t r = 0; r < y.size() / width; ++r) {
    for (std::size_t k = 0; k < width; ++k) {
      for (std::size_t j = 0; j < width; ++j) {
        const support::Wider<T> yj = y[r * width + j], yk = y[r * width + k];
        dz[r * width + k] += dy[r * width + j] * yj * ((j == k ? 1 : 0) - yk);
      }
    }
  }
  return dz;
}

template <class T>
std::size_t beyond(const std::vector<T>& got, const Wide<T>& truth, double rtol, double atol) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double expected = static_cast<double>(truth[i]);
    count += support::close(static_cast<double>(got[i]), expected, rtol, atol) ? 0 : 1;
  }
  return count;
}

// z within ±8 is rounded once when the maximum is subtracted, by 16·u, which exp passes on; exp's
// 2.5 units, the sum's (width/16 + 4) roundings and the division's follow.
template <class T, std::size_t Width>
void check() {
  support::Samples samples(Width);
  const auto z = samples.uniforms<T>(rows * Width, -8, 8);
  std::vector<T> y = z, plain = z;
  kiln::softmax_rows<Width>(rows, y.data());
  kiln::softmax_rows<Width, kiln::simd::plain>(rows, plain.data());
  BOOST_TEST(support::same_bits_in(y, plain), "width " << Width);
  const double u = support::unit_roundoff<T>, rtol = (2 * 16 + 2 * 5 + Width / 16.0 + 5) * u;
  BOOST_TEST(beyond(y, softmax(z, Width), rtol, 0) == 0U, "width " << Width);

  const auto dy = samples.uniforms<T>(rows * Width, -1, 1);
  std::vector<T> dz = dy, plain_dz = dy;
  kiln::softmax_rows_backward<Width>(rows, y.data(), dz.data());
  kiln::softmax_rows_backward<Width, kiln::simd::plain>(rows, y.data(), plain_dz.data());
  BOOST_TEST(support::same_bits_in(dz, plain_dz), "width " << Width);
  // The terms are below 1 and their sum below 1, as Σ y = 1.
  BOOST_TEST(beyond(dz, softmax_backward(y, dy, Width), 0, (Width / 16.0 + 10) * u) == 0U,
             "width " << Width);
}

template <class T, std::size_t... Width>
void check_all() {
  (check<T, Width>(), ...);
}

BOOST_AUTO_TEST_CASE(softmax_rows_and_their_gradient_agree_with_plain_loops_in_a_wider_type) {
  check_all<float, 1, 2, 3, 5, 10, 16, 17, 31, 50>();
  check_all<double, 1, 3, 8, 10, 33>();
}

}  // namespace
