// SPDX-License-Identifier: MIT
#include <kiln/layers/sparse.hpp>

#include <kiln/optimizers/sgd.hpp>
#include <kiln/train/trainer.hpp>

#include <boost/test/unit_test.hpp>
#include <memory>
#include <vector>

#include "kernels/sparse.hpp"
#include "support/check_gradient.hpp"

namespace {

using namespace kiln;
using sparse_test::Zeros;

// The reference's random inputs are dense; these are not.
template <class Net, class Loss, std::size_t Rows>
void check_sparse_inputs(const char* what, std::uint64_t seed) {
  BOOST_TEST_CONTEXT(what) {
    auto checked = std::make_unique<support::Checked<Net, Loss, Rows>>(seed);
    checked->against_reference();
    support::Samples samples(seed);
    checked->batch.x = sparse_test::draw<typename Net::Scalar>(samples, Zeros::in_runs,
                                                               Rows * Net::input.size(), false);
    checked->against_reference();
    if constexpr (std::is_same_v<typename Net::Scalar, double>) checked->against_differences();
  }
}

BOOST_AUTO_TEST_CASE(a_sparse_layer_is_right_wherever_it_stands) {
  check_sparse_inputs<
      BasicNet<double, Shape{3, 7, 4}, Dense<9, ReLU, Sparse>, Dense<3, Softmax, Sparse>>,
      CrossEntropy, 9>("3 x 7 x 4 - 9 - 3", 2);
  if constexpr (!KILN_FEW_WIDTHS) {
    check_sparse_inputs<BasicNet<double, 17, Dense<5, Tanh, Sparse>>, SquaredError, 7>("17 - 5", 1);
    check_sparse_inputs<Net<65, Dense<17, Sigmoid, Sparse>, Dense<3, Softmax>>, CrossEntropy, 66>(
        "65 - 17 - 3 in float", 4);
  }
}

/// A net with a sparse layer and the same without: everything has the same bits.
template <class Sparse_, class Dense_, std::size_t Rows>
void check_equal(Zeros zeros, std::uint64_t seed) {
  using T = typename Dense_::Scalar;
  support::Samples samples(seed);
  auto dense = std::make_unique<Dense_>();
  auto sparse = std::make_unique<Sparse_>();
  support::fill(*dense, samples);
  static_assert(Sparse_::storage_count == Dense_::storage_count);
  std::copy_n(dense->storage().data(), Dense_::storage_count, sparse->storage().data());
  auto batch = support::Batch<T>::draw(*dense, reference::Loss::cross_entropy, Rows, samples);
  batch.x = sparse_test::draw<T>(samples, zeros, Rows * Dense_::input.size(), false);

  auto dense_trainer =
      std::make_unique<Trainer<Dense_, CrossEntropy, SGD, Rows>>(*dense, SGD{.learning_rate = 0.1});
  auto sparse_trainer = std::make_unique<Trainer<Sparse_, CrossEntropy, SGD, Rows>>(
      *sparse, SGD{.learning_rate = 0.1});
  auto a = std::make_unique<typename Dense_::Gradient>();
  auto b = std::make_unique<typename Sparse_::Gradient>();
  auto& dw = dense_trainer->workspace();
  auto& sw = sparse_trainer->workspace();
  const std::span<const T> x(batch.x), t(batch.t);
  dense->gradient(CrossEntropy{}, x, t, dw, *a);
  sparse->gradient(CrossEntropy{}, x, t, sw, *b);
  dense->add_gradient(CrossEntropy{}, x, t, dw, *a);
  sparse->add_gradient(CrossEntropy{}, x, t, sw, *b);
  BOOST_TEST(support::same_bits_in(a->storage(), b->storage()));
  for (int step = 0; step < 3; ++step) {
    const T loss = dense_trainer->step(x, t);
    BOOST_TEST(support::same_bits(sparse_trainer->step(x, t), loss));
  }
  BOOST_TEST(support::same_bits_in(dense->storage(), sparse->storage()));
  std::size_t wrong = 0;
  const auto many = sparse->predict(x, sw);
  for (std::size_t r = 0; r < Rows; ++r) {
    const auto sample = x.subspan(r * Dense_::input.size(), Dense_::input.size());
    const auto one = sparse->predict(sample), expected = dense->predict(sample);
    for (std::size_t j = 0; j < one.size(); ++j) {
      wrong += support::same_bits(one.data()[j], expected.data()[j]) ? 0 : 1;
      wrong += support::same_bits(many[r].data()[j], expected.data()[j]) ? 0 : 1;
    }
  }
  BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_CASE(training_and_inference_have_the_bits_of_the_dense_layer) {
  for (const Zeros zeros : sparse_test::every) {
    check_equal<Net<784, Dense<50, Sigmoid, Sparse>, Dense<10, Softmax>>,
                Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>, 100>(zeros, 5);
    if constexpr (!KILN_FEW_WIDTHS) {
      check_equal<Net<63, Dense<7, Sigmoid, Sparse>, Dense<10, Softmax>>,
                  Net<63, Dense<7, Sigmoid>, Dense<10, Softmax>>, 1>(zeros, 6);
      check_equal<BasicNet<double, 65, Dense<50, ReLU>, Dense<10, Softmax, Sparse>>,
                  BasicNet<double, 65, Dense<50, ReLU>, Dense<10, Softmax>>, 65>(zeros, 7);
      check_equal<Net<65, Frozen<Dense<7, Sigmoid, Sparse>>, Dense<10, Softmax>>,
                  Net<65, Frozen<Dense<7, Sigmoid>>, Dense<10, Softmax>>, 5>(zeros, 8);
    }
  }
}

// A constant expression takes the dense plain loops.
constexpr bool right_in_a_constant_expression = [] {
  Net<3, Dense<2, Identity, Sparse>> net;
  net.layer<0>().weight.copy(Tensor<3, 2>{{1, 2}, {3, 4}, {5, 6}});
  const auto y = net.predict(std::array{0.0F, 0.0F, 2.0F});
  return y(0) == 10 && y(1) == 12;
}();
static_assert(right_in_a_constant_expression);

}  // namespace
