// SPDX-License-Identifier: MIT
// A pass in blocks leaves what a pass over all rows at once leaves, bit for bit: losses, outputs,
// gradients of parameters and input.
#include <kiln/net/training_pass.hpp>

#include <kiln/layers/sparse.hpp>

#include <boost/test/unit_test.hpp>

#include "support/bits.hpp"
#include "support/of_net.hpp"

namespace {

using namespace kiln;

/// Overwrites with each block what the one before has left.
template <class T, class Places>
struct Forgetful : Assign<T, Places> {
  constexpr Assign<T, Places> rest() const { return *this; }
};

/// Divides by the rows that it is shown.
struct Shortsighted : SquaredError {
  template <class Arch, class T, Shape Out, class Targets>
  constexpr void gradient(Rows<const T, Out> y, const Targets& t, std::size_t, T* dy) const {
    SquaredError::gradient<Arch>(y, t, y.count(), dy);
  }
};

template <class Built>
struct Passes {
  using T = typename Built::Scalar;
  using Places = Layout<Built>;
  static constexpr std::size_t in = Built::input.size(), out = Built::output.size();

  std::size_t n;
  std::vector<T> p, x, t;

  Passes(std::size_t rows, std::uint64_t seed, double zeros = 0) : n(rows) {
    support::Samples samples(seed);
    p = samples.uniforms<T>(Places::positions.storage, -0.3, 0.3);
    x = samples.uniforms<T>(n * in, -1, 1);
    for (T& e : x) e = samples.uniform(0, 1) < zeros ? T(0) : e;
    t = samples.uniforms<T>(n * out, 0, 1);
  }

  /// All that a pass leaves. `Most` says whether it may take blocks.
  template <std::size_t Most, class Loss, template <class, class> class Sink, bool InputGradient,
            class Arch = simd::default_arch>
  std::vector<T> leave() const {
    std::vector<T> y(n * out), dy(n * out), memory(Built::training_memory(n) + 1), dx(n * in),
        gradient(Places::positions.trained, T(0.25));
    const RowTargets<T, Built::output> targets{as_rows<T, Built::output>(t)};
    const Loss loss;
    const Training training;
    const TrainingPass<Built, Most, Loss, RowTargets<T, Built::output>> pass{
        loss,      as_rows<T, Built::input>(x),
        targets,   Rows<T, Built::output>(y.data(), n),
        dy.data(), memory.data(),
        training};
    const Block<const T, Places> block{p.data()};
    T value(0);
    pass.template operator()<Arch, InputGradient>(block, Sink<T, Places>{{gradient.data()}},
                                                  dx.data(), value, Alone{});
    gradient.insert(gradient.end(), y.begin(), y.end());
    gradient.insert(gradient.end(), dx.begin(), dx.end());
    gradient.push_back(value);
    return gradient;
  }

  /// Whether blocks change nothing.
  template <class Loss, template <class, class> class Sink, bool InputGradient>
  bool same() const {
    constexpr std::size_t many = 1'000'000;
    const auto at_once = leave<1, Loss, Sink, InputGradient>();
    const auto in_blocks = leave<many, Loss, Sink, InputGradient>();
    BOOST_TEST((takes_blocks<Built>(n) && !takes_blocks<Built>(1)));
    return support::same_bits_in(at_once, in_blocks);
  }
};

template <class T, class Places>
using Assigning = Assign<T, Places>;
template <class T, class Places>
using Accumulating = Accumulate<T, Places>;

template <class Built, class Loss>
void check(std::size_t n, std::uint64_t seed, double zeros = 0) {
  const Passes<Built> passes(n, seed, zeros);
  BOOST_TEST((passes.template same<Loss, Assigning, false>()));
  BOOST_TEST((passes.template same<Loss, Accumulating, false>()));
  BOOST_TEST((passes.template same<Loss, Assigning, true>()));
}

using Regression = Chain<float, 131, Dense<97, Tanh>, Dense<50, support::Swish>, Dense<3>>;
using Classifier = Chain<double, 203, Dense<33, Sigmoid>, Dense<5, Softmax>>;

BOOST_AUTO_TEST_CASE(blocks_change_no_bit) {
  check<Regression, SquaredError>(4 * block_rows<Regression>, 191);
  check<Regression, MeanSquaredError>(5 * block_rows<Regression> + 7, 192);
  check<Classifier, CrossEntropy>(6 * block_rows<Classifier> - 1, 193);
}

BOOST_AUTO_TEST_CASE(blocks_of_mostly_zeros_change_no_bit) {
  using Pixels = Chain<float, 400, Dense<50, Sigmoid, Sparse>, Dense<10, Softmax>>;
  check<Pixels, CrossEntropy>(4 * block_rows<Pixels> + 33, 194, 0.8);
}

BOOST_AUTO_TEST_CASE(frozen_layers_in_blocks_change_no_bit) {
  using Partly = Chain<float, 131, Dense<97, Tanh>, Frozen<Dense<50, Tanh>>, Dense<3>>;
  check<Partly, SquaredError>(4 * block_rows<Partly> + 1, 195);
}

BOOST_AUTO_TEST_CASE(what_forgets_the_blocks_before_is_found_out) {
  const Passes<Regression> passes(4 * block_rows<Regression>, 196);
  BOOST_TEST((!passes.same<SquaredError, Forgetful, false>()));
}

BOOST_AUTO_TEST_CASE(what_divides_by_the_rows_of_a_block_is_found_out) {
  const Passes<Regression> passes(4 * block_rows<Regression>, 197);
  BOOST_TEST((!passes.same<Shortsighted, Assigning, false>()));
}

}  // namespace
