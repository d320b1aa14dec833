// SPDX-License-Identifier: MIT
// One seed, one net, bit for bit, for any number of threads: every pass that takes a pool, over
// nets, batch sizes and numbers of threads, and batches that are smaller than the pool.
#include <kiln/train/metrics.hpp>
#include <kiln/train/thread_pool.hpp>
#include <kiln/train/trainer.hpp>

#include <kiln/layers/sparse.hpp>
#include <kiln/optimizers/adam.hpp>
#include <kiln/optimizers/momentum.hpp>
#include <kiln/optimizers/sgd.hpp>

#include <boost/test/unit_test.hpp>
#include <memory>

#include "support/bits.hpp"
#include "support/of_net.hpp"

namespace {

using namespace kiln;

/// What all passes over one net leave, in order: losses, outputs, gradients, weights, state.
template <class N, class Loss, class O, std::size_t Most>
class Passes {
  using T = typename N::Scalar;

 public:
  /// Of the inputs, a share of `zeros` is zero.
  Passes(const O& optimizer, std::uint64_t seed, double zeros)
      : samples_(seed), optimizer_(optimizer) {
    support::fill(*net_, samples_);
    batch_ = support::Batch<T>::draw(*net_, support::named<Loss>, Most, samples_);
    for (T& x : batch_.x) x = samples_.uniform(0, 1) < zeros ? T(0) : x;
  }

  /// Of `steps` steps on n rows, and of each other pass, run by `pool`.
  template <class Pool>
  std::vector<T> all(std::size_t n, int steps, Pool&& pool) const {
    const std::span<const T> x(batch_.x.data(), n * N::input.size());
    const std::span<const T> t(batch_.t.data(), n * N::output.size());
    auto net = std::make_unique<N>(*net_);
    auto workspace = std::make_unique<Workspace<N, Most>>();
    auto gradient = std::make_unique<typename N::Gradient>();
    std::vector<T> result, dx(x.size());
    const auto keep = [&](const auto& some) {
      result.insert(result.end(), some.begin(), some.end());
    };
    keep(net->predict(x, *workspace, pool));
    result.push_back(net->loss(Loss{}, x, t, *workspace, pool));
    result.push_back(net->gradient(Loss{}, x, t, *workspace, *gradient, pool));
    keep(gradient->storage());
    result.push_back(net->add_gradient(Loss{}, x, t, *workspace, *gradient, pool));
    keep(gradient->storage());
    net->input_gradient(Loss{}, x, t, *workspace, Rows<T, N::input>(dx.data(), n), pool);
    keep(dx);
    result.push_back(T(accuracy(*net, x, t, *workspace, pool)));
    auto trainer = std::make_unique<Trainer<N, Loss, O, Most>>(*net, optimizer_);
    for (int step = 0; step < steps; ++step) result.push_back(trainer->step(x, t, pool));
    keep(net->storage());
    keep(trainer->state());
    BOOST_TEST(!support::same_bits_in(net->storage(), net_->storage()));
    return result;
  }

 private:
  support::Samples samples_;
  O optimizer_;
  std::unique_ptr<N> net_ = std::make_unique<N>();
  support::Batch<T> batch_;
};

template <class N, class Loss, std::size_t Most = 100, class O = SGD>
void check(const char* what, std::uint64_t seed, int steps, const O& optimizer = {0.1},
           double zeros = 0) {
  const Passes<N, Loss, O, Most> passes(optimizer, seed, zeros);
  for (const std::size_t n : {std::size_t{1}, std::size_t{2}, std::size_t{5}, Most}) {
    const auto alone = passes.all(n, steps, Alone{});
    for (const std::size_t threads : {1, 2, 3, 4, 7}) {
      ThreadPool pool(threads);
      BOOST_TEST(support::same_bits_in(alone, passes.all(n, steps, pool)),
                 what << ", " << n << " rows, " << threads << " threads");
    }
  }
}

BOOST_AUTO_TEST_CASE(classifiers_are_the_same_bits_for_any_number_of_threads) {
  if constexpr (KILN_NIGHTLY) {
    check<Net<37, Dense<50, Sigmoid>, Dense<10, Softmax>>, CrossEntropy>("37-50-10", 151, 30);
    check<Net<19, Dense<33, Tanh>, Dense<17, ReLU>, Dense<5, Softmax>>, CrossEntropy>("19-33-17-5",
                                                                                      152, 30);
  }
  check<Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>, CrossEntropy>("784-50-10", 153, 3);
}

BOOST_AUTO_TEST_CASE(a_perceptron_is_the_same_bits_for_any_number_of_threads) {
  check<BasicNet<double, 23, Dense<7>>, MeanSquaredError, 31>("23-7", 154, 20);
}

// Their zeros are found anew in each member's share.
BOOST_AUTO_TEST_CASE(sparse_layers_are_the_same_bits_for_any_number_of_threads) {
  using Pixels = Net<300, Dense<50, Sigmoid, Sparse>, Dense<10, Softmax>>;
  check<Pixels, CrossEntropy>("300-50-10", 159, 5, kiln::Adam{.learning_rate = 0.01}, 0.8);
  using Exact = BasicNet<double, 130, Dense<9, Tanh, Sparse>, Dense<3, Softmax>>;
  if constexpr (KILN_NIGHTLY) {
    check<Exact, CrossEntropy, 67>("130-9-3", 160, 5, kiln::Momentum{.learning_rate = 0.1}, 0.9);
  }
}

// As many layers as make deltas share their memory, an activation that keeps z, and an optimiser
// with state.
BOOST_AUTO_TEST_CASE(a_deep_net_with_momentum_is_the_same_bits_for_any_number_of_threads) {
  using Deep = BasicNet<double, 9, Dense<20, support::Swish>, Dense<31, Tanh>, Dense<9>,
                        Dense<23, Sigmoid>, Dense<14, support::Swish>, Dense<3, Tanh>>;
  check<Deep, SquaredError, 43>("9-20-31-9-23-14-3", 155, 20, kiln::Momentum{});
}

// So large that passes go block by block, and each thread's rows of a block are its own.
BOOST_AUTO_TEST_CASE(batches_in_blocks_are_the_same_bits_for_any_number_of_threads) {
  using Two = Net<61, Dense<150, Tanh>, Dense<10, Softmax>>;
  static_assert(Two::takes_blocks(1300 / 4));
  check<Two, CrossEntropy, 1300>("61-150-10", 161, 2);
  using Four = BasicNet<double, 9, Dense<60, Tanh>, Dense<31, support::Swish>, Dense<33>, Dense<3>>;
  static_assert(Four::takes_blocks(777 / 3));
  if constexpr (KILN_NIGHTLY) {
    check<Four, SquaredError, 777>("9-60-31-33-3", 162, 2, kiln::Adam{});
  }
}

// Chains within chains, frozen layers, and a frozen chain.
template <class... Layers>
struct Sequence {
  template <class T, Shape In>
  using Layer = Chain<T, In, Layers...>;
};

BOOST_AUTO_TEST_CASE(nested_and_frozen_layers_are_the_same_bits_for_any_number_of_threads) {
  using Nested =
      BasicNet<double, 7, Dense<9, Tanh>,
               Sequence<Dense<5, support::Swish>, Sequence<Dense<9, ReLU>>, Dense<8, Tanh>>,
               Dense<3, Softmax>>;
  check<Nested, CrossEntropy, 31>("nested", 156, 20);
  using AtTheEnds = BasicNet<double, 7, Sequence<Dense<9, Tanh>, Dense<5>>,
                             Sequence<Dense<8, support::Swish>, Dense<3>>>;
  if constexpr (KILN_NIGHTLY) check<AtTheEnds, SquaredError, 31>("nested at both ends", 157, 20);
  using Partly = BasicNet<double, 7, Dense<9, Tanh>, Frozen<Dense<5, support::Swish>>,
                          Frozen<Sequence<Dense<6, Tanh>, Dense<8, Tanh>>>, Dense<3, Softmax>>;
  if constexpr (KILN_NIGHTLY) check<Partly, CrossEntropy, 31>("partly frozen", 158, 20);
}

}  // namespace
