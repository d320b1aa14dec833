// SPDX-License-Identifier: MIT
#pragma once
// A net of narrow weights against plain loops in double over the weights as they are stored.

#include <kiln/activations/relu.hpp>
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/activations/tanh.hpp>
#include <kiln/initializers/glorot.hpp>
#include <kiln/layers/frozen.hpp>
#include <kiln/quantized/quantized.hpp>
#include <kiln/random/engine.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <span>
#include <type_traits>
#include <vector>

#include "support/bits.hpp"
#include "support/dot_architectures.hpp"
#include "support/samples.hpp"
#include "support/swish.hpp"
#include "support/tolerance.hpp"

namespace mixed {

using namespace kiln;

constexpr std::size_t batch = 29, width = 37;
// Widths that fill no register, every activation of the library and one of a user's own, a softmax
// between layers, and a layer that does not learn.
using Mixed = Net<Shape{width}, Dense<50, Sigmoid>, Frozen<Dense<7, Softmax>>, Dense<21, Tanh>,
                  Dense<66, support::Swish>, Dense<12, ReLU>, Dense<3>>;

inline const Mixed& net() {
  static const Mixed made = [] {
    Mixed result;
    Engine engine(5);
    result.initialize(Glorot{}, engine);
    support::Samples samples(6);
    for (const auto& parameter : result.parameters()) {
      if (parameter.name != "bias") continue;
      for (std::size_t i = 0; i < parameter.shape.size(); ++i) {
        parameter.data[i] = static_cast<float>(samples.uniform(-0.3, 0.3));
      }
    }
    return result;
  }();
  return made;
}

inline const std::vector<float>& inputs() {
  static const auto x = support::Samples(7).uniforms<float>(batch * width, -0.7, 1.0);
  return x;
}

template <class Format>
const Quantized<Mixed, Format>& small() {
  static const Quantized<Mixed, Format> made = [] {
    Quantized<Mixed, Format> result;
    if constexpr (Format::calibrated) quantize(net(), inputs(), result);
    else quantize(net(), result);
    return result;
  }();
  return made;
}

// Activations by definition.
inline double activated(Sigmoid, double z) { return 1 / (1 + std::exp(-z)); }
inline double activated(Tanh, double z) { return std::tanh(z); }
inline double activated(ReLU, double z) { return z > 0 ? z : 0; }
inline double activated(Identity, double z) { return z; }
inline double activated(support::Swish, double z) { return z / (1 + std::exp(-z)); }
template <class A>
std::vector<double> activated_row(A a, std::vector<double> z) {
  for (double& value : z) value = activated(a, value);
  return z;
}
inline std::vector<double> activated_row(Softmax, std::vector<double> z) {
  double total = 0;
  for (double& value : z) total += value = std::exp(value);
  for (double& value : z) value /= total;
  return z;
}

// What a format makes of a layer's input, by definition.
template <class Layer>
double narrowed(const Int8&, const Layer& layer, double x) {
  const double inverse = static_cast<double>(layer.input.inverse);
  const double zero = static_cast<double>(layer.input.zero);
  const double q = std::nearbyint(x * inverse + zero);
  return ((q < 0 ? 0 : q > 255 ? 255 : q) - zero) / inverse;
}
template <class Layer>
double narrowed(const BFloat16Weights&, const Layer&, double x) {
  return x;
}
template <class Layer>
double narrowed(const BFloat16Products&, const Layer&, double x) {
  int exponent = 0;
  const double mantissa = std::frexp(x, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(mantissa, 8)), exponent - 8);
}

template <std::size_t I, class A, class Format>
std::vector<double> layer(const Quantized<Mixed, Format>& q, const std::vector<double>& x) {
  const auto& packed = q.template layer<I>();
  std::vector<double> z(packed.units);
  for (std::size_t j = 0; j < z.size(); ++j) {
    z[j] = static_cast<double>(net().template layer<I>().bias(j));
    for (std::size_t k = 0; k < x.size(); ++k) {
      z[j] += narrowed(Format{}, packed, x[k]) * static_cast<double>(packed.weight(k, j));
    }
  }
  return activated_row(A{}, z);
}

// In double throughout: where an input lies by a tie, the net's own rounding in float can make
// another number of it, one step away.
template <class Format>
std::vector<double> expected(const Quantized<Mixed, Format>& q, std::size_t row) {
  std::vector<double> x(inputs().begin() + static_cast<long>(row * width),
                        inputs().begin() + static_cast<long>((row + 1) * width));
  x = layer<0, Sigmoid>(q, x);
  x = layer<1, Softmax>(q, x);
  x = layer<2, Tanh>(q, x);
  x = layer<3, support::Swish>(q, x);
  x = layer<4, ReLU>(q, x);
  return layer<5, Identity>(q, x);
}

// A step of an input near a tie, times the weights behind it; without ties only float's roundings.
template <class Format>
constexpr double tolerance = std::is_same_v<Format, BFloat16Weights> ? support::forward_atol_float
                             : std::is_same_v<Format, Int8>          ? 4e-3
                                                                     : 8e-3;

template <class Format>
Workspace<Quantized<Mixed, Format>, batch> workspace;
template <class Format>
Workspace<Quantized<Mixed, Format>, batch> other_workspace;

template <class Format>
void check_against_reference() {
  const auto y = small<Format>().predict(inputs(), workspace<Format>);
  double worst = 0, sum = 0;
  for (std::size_t r = 0; r < batch; ++r) {
    const std::vector<double> right = expected(small<Format>(), r);
    for (std::size_t j = 0; j < 3; ++j) {
      const double error = std::abs(static_cast<double>(y[r](j)) - right[j]);
      worst = std::max(worst, error);
      sum += error;
    }
  }
  BOOST_TEST(worst < tolerance<Format>);
  // Ties are rare: on the whole the arithmetic is the reference's.
  BOOST_TEST(sum / (3 * batch) < tolerance<Format> / 8);
}

// The same bits as plain loops, alone and in a batch.
template <class Format>
void check_same_bits() {
  using Plain = simd::DotArch<simd::plain, false, false>;
  const auto right = small<Format>().template predict<Plain>(inputs(), other_workspace<Format>);
  support::for_dot_architectures_of_kernels([&]<class Arch>(Arch) {
    if (std::is_same_v<Format, BFloat16Products> && Arch::bfloat16s) return;
    const auto y = small<Format>().template predict<Arch>(inputs(), workspace<Format>);
    BOOST_TEST(support::first_difference(y.data(), right.data(), y.size()) == y.size());
    for (std::size_t r = 0; r < batch; ++r) {
      const auto one = small<Format>().template predict<Arch>(
          std::span<const float>(inputs()).subspan(r * width, width));
      BOOST_TEST(support::first_difference(one.data(), right[r].data(), 3) == 3U);
    }
  });
}

}  // namespace mixed
