// SPDX-License-Identifier: MIT
// Nets of narrow weights against plain loops in double over the weights as they are stored, on
// every instruction set.

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

namespace {

using namespace kiln;

constexpr std::size_t batch = 29, width = 37;
// Widths that fill no register, every activation of the library and one of a user's own, a softmax
// between layers, and a layer that does not learn.
using Mixed = Net<Shape{width}, Dense<50, Sigmoid>, Frozen<Dense<7, Softmax>>, Dense<21, Tanh>,
                  Dense<66, support::Swish>, Dense<12, ReLU>, Dense<3>>;

const Mixed& net() {
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

const std::vector<float>& inputs() {
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
double activated(Sigmoid, double z) { return 1 / (1 + std::exp(-z)); }
double activated(Tanh, double z) { return std::tanh(z); }
double activated(ReLU, double z) { return z > 0 ? z : 0; }
double activated(Identity, double z) { return z; }
double activated(support::Swish, double z) { return z / (1 + std::exp(-z)); }
template <class A>
std::vector<double> activated_row(A a, std::vector<double> z) {
  for (double& value : z) value = activated(a, value);
  return z;
}
std::vector<double> activated_row(Softmax, std::vector<double> z) {
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
void check_against_reference() {
  static Workspace<Quantized<Mixed, Format>, batch> workspace;
  support::for_each_dot_architecture([]<class Arch>(Arch) {
    const auto y = small<Format>().template predict<Arch>(inputs(), workspace);
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
  });
}

BOOST_AUTO_TEST_CASE(int8_computes_what_its_definition_says) { check_against_reference<Int8>(); }
BOOST_AUTO_TEST_CASE(bfloat16_weights_compute_what_their_definition_says) {
  check_against_reference<BFloat16Weights>();
}
BOOST_AUTO_TEST_CASE(bfloat16_products_compute_what_their_definition_says) {
  check_against_reference<BFloat16Products>();
}

// The same bits on every instruction set, alone and in a batch.
template <class Format>
void check_same_bits() {
  static Workspace<Quantized<Mixed, Format>, batch> first, workspace;
  using Plain = simd::DotArch<simd::plain, false, false>;
  const auto right = small<Format>().template predict<Plain>(inputs(), first);
  support::for_each_dot_architecture([&]<class Arch>(Arch) {
    if (std::is_same_v<Format, BFloat16Products> && Arch::bfloat16s) return;
    const auto y = small<Format>().template predict<Arch>(inputs(), workspace);
    BOOST_TEST(support::first_difference(y.data(), right.data(), y.size()) == y.size());
    for (std::size_t r = 0; r < batch; ++r) {
      const auto one = small<Format>().template predict<Arch>(
          std::span<const float>(inputs()).subspan(r * width, width));
      BOOST_TEST(support::first_difference(one.data(), right[r].data(), 3) == 3U);
    }
  });
}

BOOST_AUTO_TEST_CASE(int8_gives_the_same_bits_on_every_instruction_set) { check_same_bits<Int8>(); }
BOOST_AUTO_TEST_CASE(bfloat16_weights_give_the_same_bits_on_every_instruction_set) {
  check_same_bits<BFloat16Weights>();
}
BOOST_AUTO_TEST_CASE(bfloat16_products_give_the_same_bits_where_no_instruction_rounds_otherwise) {
  check_same_bits<BFloat16Products>();
}

// The control: with another scale the answers are others.
BOOST_AUTO_TEST_CASE(a_wrong_scale_is_noticed) {
  static Workspace<Quantized<Mixed, Int8>, batch> workspace;
  Quantized<Mixed, Int8> wrong = small<Int8>();
  wrong.layer<3>().input.inverse *= 0.9F;
  const auto y = wrong.predict(inputs(), workspace);
  double worst = 0;
  for (std::size_t r = 0; r < batch; ++r) {
    const std::vector<double> right = expected(small<Int8>(), r);
    for (std::size_t j = 0; j < 3; ++j) {
      worst = std::max(worst, std::abs(static_cast<double>(y[r](j)) - right[j]));
    }
  }
  BOOST_TEST(worst > tolerance<Int8>);
}

BOOST_AUTO_TEST_CASE(int8_weights_are_within_half_a_step_of_their_output_and_reach_its_largest) {
  const auto& packed = small<Int8>().layer<3>();
  const auto weight = net().layer<3>().weight;
  for (std::size_t j = 0; j < packed.units; ++j) {
    double largest = 0, worst = 0;
    for (std::size_t k = 0; k < packed.inputs; ++k) {
      const auto w = static_cast<double>(weight(k, j));
      largest = std::max(largest, std::abs(w));
      worst = std::max(worst, std::abs(w - static_cast<double>(packed.weight(k, j))));
    }
    BOOST_TEST(static_cast<double>(packed.columns.step[j]) == largest / 127,
               boost::test_tools::tolerance(1e-6));
    BOOST_TEST(worst <= largest / 127 * 0.5001);
  }
}

BOOST_AUTO_TEST_CASE(zero_is_a_byte_of_its_own_and_the_range_is_that_of_the_samples) {
  const auto& input = small<Int8>().layer<0>().input;
  const auto [low, high] = std::minmax_element(inputs().begin(), inputs().end());
  BOOST_TEST(static_cast<double>(input.inverse) == 255 / static_cast<double>(*high - *low),
             boost::test_tools::tolerance(1e-6));
  BOOST_TEST(input.zero == std::nearbyint(-*low * input.inverse));
  BOOST_TEST(static_cast<float>(input(0.0F)) == input.zero);
  BOOST_TEST(small<Int8>().layer<1>().input.zero == 0.0F);   // a sigmoid's outputs
  BOOST_TEST(small<Int8>().layer<3>().input.zero > 100.0F);  // a tanh's
}

BOOST_AUTO_TEST_CASE(weights_of_16_bits_are_within_half_a_unit_of_a_bfloat16) {
  const auto check = [](const auto& packed, std::size_t inputs_, const auto& weight) {
    double worst = 0;
    for (std::size_t j = 0; j < packed.units; ++j) {
      for (std::size_t k = 0; k < inputs_; ++k) {
        const auto w = static_cast<double>(weight(k, j));
        const double unit = std::ldexp(1.0, std::ilogb(w) - 7);
        worst = std::max(worst, std::abs(static_cast<double>(packed.weight(k, j)) - w) / unit);
      }
    }
    BOOST_TEST(worst <= 0.5);
    BOOST_TEST(worst > 0.4);
  };
  check(small<BFloat16Weights>().layer<0>(), width, net().layer<0>().weight);
  check(small<BFloat16Products>().layer<0>(), width, net().layer<0>().weight);
}

BOOST_AUTO_TEST_CASE(zero_weights_count_for_nothing) {
  constexpr simd::PackedPair zeros(0.0F, 0.0F), half(0x1.fep0F, 0.0F), small_pair(1.0F, -0x1p-100F);
  BOOST_TEST(zeros.first() == 0.0F);
  BOOST_TEST(std::abs(zeros.second()) < 0x1p-61F);
  BOOST_TEST(std::abs(half.second()) < 0x1p-61F);
  BOOST_TEST(small_pair.second() < 0.0F);
  BOOST_TEST(small_pair.second() > -0x1p-61F);
}

BOOST_AUTO_TEST_CASE(it_can_be_copied_as_bytes_and_is_a_quarter_or_half_as_large) {
  using Large = Net<784, Dense<512, ReLU>, Dense<512, ReLU>, Dense<10, Softmax>>;
  static_assert(std::is_trivially_copyable_v<Quantized<Large, Int8>>);
  static_assert(std::is_trivially_copyable_v<Quantized<Large, BFloat16Weights>>);
  BOOST_TEST(sizeof(Quantized<Large, Int8>) < 0.27 * sizeof(Large));
  BOOST_TEST(sizeof(Quantized<Large, BFloat16Weights>) < 0.51 * sizeof(Large));
}

BOOST_AUTO_TEST_CASE(quantize_without_samples_is_a_constant_expression) {
  constexpr float first = [] {
    Net<3, Dense<2>> tiny;
    tiny.layer<0>().weight.copy({1, 2}, {3, 4}, {5, 6});
    Quantized<Net<3, Dense<2>>, BFloat16Products> to;
    quantize(tiny, to);
    return to.layer<0>().weight(2, 1);
  }();
  BOOST_TEST(first == 6.0F);
}

}  // namespace
