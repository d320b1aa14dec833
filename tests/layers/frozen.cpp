// SPDX-License-Identifier: MIT
#include <kiln/layers/frozen.hpp>

#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

#include <boost/test/unit_test.hpp>
#include <memory>

#include "support/bits.hpp"
#include "support/check_gradient.hpp"

namespace {

using namespace kiln;

using L0 = Dense<9, Tanh>;
using L1 = Dense<5, Sigmoid>;
using L2 = Dense<3, Softmax>;
using Free = BasicNet<double, 7, L0, L1, L2>;

constexpr std::size_t rows = 6;

// What stays of the whole gradient where layers of `N` are frozen: the same numbers for the others,
// no memory for the frozen ones, and the same dx.
template <class N, bool... Is>
void check(const std::string& what) {
  BOOST_TEST_CONTEXT(what) {
    constexpr std::array<bool, 3> is_frozen{Is...};
    support::Samples samples(51);
    auto free = std::make_unique<Free>();
    support::fill(*free, samples);
    const auto batch =
        support::Batch<double>::draw(*free, reference::Loss::cross_entropy, rows, samples);
    auto frozen = std::make_unique<N>();
    static_assert(N::parameter_count == Free::parameter_count);
    for (std::size_t i = 0; i < free->parameters().size(); ++i) {
      const auto from = free->parameters()[i], to = frozen->parameters()[i];
      std::copy_n(from.data, from.shape.size(), to.data);
    }
    Workspace<Free, rows> free_workspace;
    Workspace<N, rows> workspace;
    typename Free::Gradient free_gradient;
    typename N::Gradient gradient;
    const double loss =
        free->gradient(CrossEntropy{}, batch.x, batch.t, free_workspace, free_gradient);
    BOOST_TEST(frozen->gradient(CrossEntropy{}, batch.x, batch.t, workspace, gradient) == loss);

    std::size_t learning = 0;
    const auto compare = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
      if constexpr (!is_frozen[I]) {
        const auto a = free_gradient.template layer<I>(), b = gradient.template layer<I>();
        BOOST_TEST(support::same_bits_in(a.weight, b.weight));
        BOOST_TEST(support::same_bits_in(a.bias, b.bias));
        learning += a.weight.size() + a.bias.size();
      }
    };
    compare(std::integral_constant<std::size_t, 0>{});
    compare(std::integral_constant<std::size_t, 1>{});
    compare(std::integral_constant<std::size_t, 2>{});
    std::size_t trained = 0;
    for (std::size_t k = 0; k < N::storage_count; ++k) trained += N::Places::is_trained(k) ? 1 : 0;
    BOOST_TEST(trained == learning);
    BOOST_TEST(N::trained_count == N::Gradient::storage_count);
    BOOST_TEST(N::trained_count < Free::trained_count);

    std::vector<double> a(rows * 7), b(rows * 7);
    free->input_gradient(CrossEntropy{}, batch.x, batch.t, free_workspace, {a.data(), rows});
    frozen->input_gradient(CrossEntropy{}, batch.x, batch.t, workspace, {b.data(), rows});
    BOOST_TEST(support::same_bits_in(a, b));

    // Twenty steps: the frozen layers stay, the others move as backpropagation says.
    const N before = *frozen;
    Trainer<N, CrossEntropy, SGD, rows> trainer(*frozen, {.learning_rate = 0.5});
    for (int step = 0; step < 20; ++step) trainer.step(batch.x, batch.t);
    const auto moved = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
      const auto old = before.template layer<I>();
      const auto now = std::as_const(*frozen).template layer<I>();
      BOOST_TEST(support::same_bits_in(old.weight, now.weight) == is_frozen[I]);
      BOOST_TEST(support::same_bits_in(old.bias, now.bias) == is_frozen[I]);
    };
    moved(std::integral_constant<std::size_t, 0>{});
    moved(std::integral_constant<std::size_t, 1>{});
    moved(std::integral_constant<std::size_t, 2>{});
  }
}

BOOST_AUTO_TEST_CASE(a_frozen_layer_has_no_gradient_and_never_moves_wherever_it_stands) {
  check<BasicNet<double, 7, Frozen<L0>, L1, L2>, true, false, false>("first");
  check<BasicNet<double, 7, L0, Frozen<L1>, L2>, false, true, false>("middle");
  check<BasicNet<double, 7, L0, L1, Frozen<L2>>, false, false, true>("last");
  check<BasicNet<double, 7, Frozen<L0>, Frozen<L1>, L2>, true, true, false>("all but the last");
}

// What is left of a wholly frozen net: predictions and dL/dx.
BOOST_AUTO_TEST_CASE(a_wholly_frozen_net_needs_no_gradient_memory) {
  using N = BasicNet<double, 7, Frozen<L0>, Frozen<L2>>;
  static_assert(N::trained_count == 0);
  static_assert(N::parameter_count == 7 * 9 + 9 + 9 * 3 + 3);
  auto frozen = std::make_unique<N>();
  support::Samples samples(52);
  support::fill(*frozen, samples);
  const auto batch =
      support::Batch<double>::draw(*frozen, reference::Loss::cross_entropy, rows, samples);
  const reference::Net truth = support::reference_of(*frozen);
  const auto expected = truth.backward(reference::Loss::cross_entropy, batch.x, batch.t);
  Workspace<N, rows> workspace;
  std::vector<double> dx(rows * 7);
  frozen->input_gradient(CrossEntropy{}, batch.x, batch.t, workspace, {dx.data(), rows});
  BOOST_TEST(support::beyond(dx.data(), expected.input, support::backward_rtol_double,
                             support::backward_atol_double) == 0U);
}

}  // namespace
