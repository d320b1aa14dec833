// SPDX-License-Identifier: MIT
// What hardware FMA changes: with it every machine gives the bits that are written here; without it
// kiln rounds each product too, and stays within the bounds that are stated here.

#include <kiln/activations/softmax.hpp>
#include <kiln/activations/tanh.hpp>
#include <kiln/initializers/glorot.hpp>
#include <kiln/kernels/matmul.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/net/net.hpp>
#include <kiln/optimizers/momentum.hpp>
#include <kiln/random/engine.hpp>
#include <kiln/random/uniform.hpp>
#include <kiln/simd/exact_fma.hpp>
#include <kiln/train/trainer.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <span>
#include <vector>

#include "support/bits.hpp"
#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace {

constexpr bool same_bits_promised = kiln::simd::has_fma<float> && kiln::simd::has_fma<double>;

// Σ aᵢ·bᵢ over n terms: both sums are within n·u·Σ|aᵢ·bᵢ| of the exact one, and the one without FMA
// within one u more.
BOOST_AUTO_TEST_CASE(a_sum_is_that_of_fused_multiply_adds_or_within_the_bound) {
  constexpr std::size_t rows = 9, depth = 131, width = 17;
  support::Samples samples(7);
  const auto x = samples.uniforms<float>(rows * depth, -1, 1);
  const auto w = samples.uniforms<float>(depth * width, -1, 1);
  std::vector<float> y(rows * width);
  kiln::multiply<width>(rows, depth, kiln::straight(x.data(), depth), w.data(),
                        kiln::Store<float>{y.data(), width, nullptr, 0});
  double largest = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < width; ++j) {
      float fused = 0;
      double size = 0;
      for (std::size_t k = 0; k < depth; ++k) {
        const float a = x[i * depth + k], b = w[k * width + j];
        fused = kiln::simd::exact_fma(a, b, fused);
        size += std::abs(static_cast<double>(a) * static_cast<double>(b));
      }
      const double distance = std::abs(static_cast<double>(y[i * width + j]) - fused);
      const double bound = (2 * depth + 1) * support::unit_roundoff<float> * size;
      largest = std::max(largest, distance / bound);
    }
  }
  BOOST_TEST(largest <= (kiln::simd::has_fma<float> ? 0 : 1));
}

using Net = kiln::Net<21, kiln::Dense<35, kiln::Tanh>, kiln::Dense<6, kiln::Softmax>>;
constexpr std::size_t batch = 20;

// What the net gives for its last sample after 200 steps, and the loss before the last one.
std::array<float, 7> trained() {
  static Net net;
  static kiln::Trainer<Net, kiln::CrossEntropy, kiln::Momentum, batch> trainer(
      net, kiln::Momentum{.learning_rate = 0.02});
  kiln::Engine engine(12);
  net.initialize(kiln::Glorot{}, engine);
  std::array<float, batch * 21> x{};
  std::array<std::uint8_t, batch> labels{};
  std::array<float, 7> result{};
  for (int step = 0; step < 200; ++step) {
    for (std::size_t r = 0; r < batch; ++r) {
      labels[r] = static_cast<std::uint8_t>(kiln::uniform_index(engine, 6));
      for (std::size_t k = 0; k < 21; ++k) {
        x[r * 21 + k] = kiln::uniform<float>(engine) + (k % 6 == labels[r] ? 0.5F : 0.0F);
      }
    }
    result[6] = trainer.step(std::span<const float>(x), labels);
  }
  const auto y = net.predict(std::span<const float>(x).last<21>());
  std::copy_n(y.data(), 6, result.begin());
  return result;
}

// Without FMA, roundings of 6·10⁻⁸ differ throughout 200 steps; the outputs, numbers below 1, then
// differ by less than a hundred of those.
constexpr double bound_without_fma = 6e-6;

BOOST_AUTO_TEST_CASE(a_trained_net_has_these_bits_or_is_within_the_bound) {
  const std::array<float, 7> expected = {0x1.630a38p-12F, 0x1.5259c8p-12F, 0x1.fdb348p-1F,
                                         0x1.370358p-13F, 0x1.5e35e4p-9F,  0x1.08c5eap-10F,
                                         0x1.5a7c7ep-3F};
  const std::array<float, 7> got = trained();
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double distance = std::abs(static_cast<double>(got[i]) - expected[i]);
    const bool right = same_bits_promised ? distance == 0 : distance <= bound_without_fma;
    BOOST_TEST(right, "number " << i << ": " << std::hexfloat << got[i]);
  }
}

}  // namespace
