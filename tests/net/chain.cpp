// SPDX-License-Identifier: MIT
// A chain is a layer: nets of chains are the nets of their layers.
#include <kiln/net/chain.hpp>

#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

#include <boost/test/unit_test.hpp>
#include <memory>

#include "support/bits.hpp"
#include "support/of_net.hpp"

namespace {

using namespace kiln;

// A description as a user would write it: some layers under one name.
template <class... Layers>
struct Sequence {
  template <class T, Shape In>
  using Layer = Chain<T, In, Layers...>;
};

using Flat = BasicNet<double, 7, Dense<9, Tanh>, Dense<5, support::Swish>, Dense<9, ReLU>,
                      Dense<3, Softmax>>;
using Nested =
    BasicNet<double, 7, Dense<9, Tanh>,
             Sequence<Dense<5, support::Swish>, Sequence<Dense<9, ReLU>>>, Dense<3, Softmax>>;

BOOST_AUTO_TEST_CASE(a_chain_within_a_chain_is_the_same_net) {
  static_assert(Nested::layer_count == 3);
  static_assert(Nested::parameter_count == Flat::parameter_count);
  static_assert(Nested::storage_count == Flat::storage_count);
  auto flat = std::make_unique<Flat>();
  auto nested = std::make_unique<Nested>();
  support::Samples samples(141);
  support::fill(*flat, samples);
  std::ranges::copy(flat->storage(), nested->storage().begin());
  const auto batch =
      support::Batch<double>::draw(*flat, reference::Loss::cross_entropy, 6, samples);
  Workspace<Flat, 6> flat_workspace;
  Workspace<Nested, 6> workspace;
  const auto y = flat->predict(batch.x, flat_workspace);
  BOOST_TEST(support::same_bits_in(y.span(), nested->predict(batch.x, workspace).span()));
  const std::span<const double> one(batch.x.data(), 7);
  BOOST_TEST((flat->predict(one) == nested->predict(one)));

  Flat::Gradient expected;
  Nested::Gradient gradient;
  flat->gradient(CrossEntropy{}, batch.x, batch.t, flat_workspace, expected);
  nested->gradient(CrossEntropy{}, batch.x, batch.t, workspace, gradient);
  BOOST_TEST(support::same_bits_in(expected.storage(), gradient.storage()));
  std::vector<double> a(6 * 7), b(6 * 7);
  flat->input_gradient(CrossEntropy{}, batch.x, batch.t, flat_workspace, {a.data(), 6});
  nested->input_gradient(CrossEntropy{}, batch.x, batch.t, workspace, {b.data(), 6});
  BOOST_TEST(support::same_bits_in(a, b));

  Trainer<Flat, CrossEntropy, SGD, 6> flat_trainer(*flat, {.learning_rate = 0.5});
  Trainer<Nested, CrossEntropy, SGD, 6> trainer(*nested, {.learning_rate = 0.5});
  for (int step = 0; step < 10; ++step) {
    flat_trainer.step(batch.x, batch.t);
    trainer.step(batch.x, batch.t);
  }
  BOOST_TEST(support::same_bits_in(flat->storage(), nested->storage()));
  BOOST_TEST(!support::same_bits_in(expected.storage(), flat->storage()));
}

BOOST_AUTO_TEST_CASE(a_chain_may_be_the_last_layer) {
  using N = BasicNet<double, 4, Dense<5, Tanh>, Sequence<Dense<5, Tanh>, Dense<3>>>;
  using Same = BasicNet<double, 4, Dense<5, Tanh>, Dense<5, Tanh>, Dense<3>>;
  auto net = std::make_unique<N>();
  auto same = std::make_unique<Same>();
  support::Samples samples(142);
  support::fill(*net, samples);
  std::ranges::copy(net->storage(), same->storage().begin());
  const auto batch = support::Batch<double>::draw(*net, reference::Loss::squared_error, 3, samples);
  Workspace<N, 3> workspace;
  Workspace<Same, 3> same_workspace;
  N::Gradient gradient;
  Same::Gradient expected;
  const double loss = net->gradient(SquaredError{}, batch.x, batch.t, workspace, gradient);
  BOOST_TEST(loss == same->gradient(SquaredError{}, batch.x, batch.t, same_workspace, expected));
  BOOST_TEST(support::same_bits_in(gradient.storage(), expected.storage()));
}

}  // namespace
