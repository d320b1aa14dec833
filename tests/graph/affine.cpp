// SPDX-License-Identifier: MIT
#include <kiln/graph/affine.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>

#include <kiln/graph/arithmetic.hpp>
#include <kiln/graph/sum.hpp>
#include <kiln/random/engine.hpp>
#include <kiln/random/uniform.hpp>
#include <kiln/tensor/axes.hpp>
#include <kiln/tensor/comparison.hpp>

namespace {

using kiln::BasicTensor;
using kiln::Shape;
namespace graph = kiln::graph;

// The course's affine layer with two samples.
BOOST_AUTO_TEST_CASE(a_batch_goes_through_row_by_row) {
  auto x = graph::variable(BasicTensor<double, Shape{2, 2}>{{1, 2}, {3, 4}});
  auto w = graph::variable(BasicTensor<double, Shape{2, 3}>{{1, 2, 3}, {4, 5, 6}});
  auto b = graph::variable(BasicTensor<double, Shape{3}>{10, 20, 30});
  auto y = affine(x, w, b);
  y.forward();
  y.backward();
  BOOST_TEST((y.value() == BasicTensor<double, Shape{2, 3}>{{19, 32, 45}, {29, 46, 63}}));
  BOOST_TEST((x.gradient() == BasicTensor<double, Shape{2, 2}>{{6, 15}, {6, 15}}));
  BOOST_TEST((w.gradient() == BasicTensor<double, Shape{2, 3}>{{4, 4, 4}, {6, 6, 6}}));
  BOOST_TEST((b.gradient() == BasicTensor<double, Shape{3}>{2, 2, 2}));
}

BOOST_AUTO_TEST_CASE(one_sample_is_a_vector) {
  auto w = graph::variable(BasicTensor<float, Shape{2, 3}>{{1, 2, 3}, {4, 5, 6}});
  auto y = affine(BasicTensor<float, Shape{2}>{1, 2}, w, BasicTensor<float, Shape{3}>{1, 1, 1});
  static_assert(std::is_same_v<decltype(y)::value_type, BasicTensor<float, Shape{3}>>);
  y.forward();
  y.backward();
  BOOST_TEST((y.value() == BasicTensor<float, Shape{3}>{10, 13, 16}));
  BOOST_TEST((w.gradient() == BasicTensor<float, Shape{2, 3}>{{1, 1, 1}, {2, 2, 2}}));
}

// Integers, so that all sums are exact: dx = dy·Wᵀ, dW = xᵀ·dy, db = Σ dy by three plain loops.
template <std::size_t N, std::size_t In, std::size_t Units>
void check_against_loops() {
  kiln::Engine engine(N + In + Units);
  BasicTensor<float, Shape{N, In}> x;
  BasicTensor<float, Shape{In, Units}> w;
  BasicTensor<float, Shape{N, Units}> dy;
  BasicTensor<float, Shape{Units}> b;
  const auto fill = [&](auto& tensor) {
    for (float& v : tensor) v = static_cast<float>(kiln::uniform_index(engine, 11)) - 5;
  };
  fill(x), fill(w), fill(dy), fill(b);
  auto x_node = graph::variable(x);
  auto w_node = graph::variable(w);
  auto b_node = graph::variable(b);
  auto y = sum(affine(x_node, w_node, b_node) * dy);
  y.forward();
  y.backward();
  BasicTensor<float, Shape{N, In}> dx;
  BasicTensor<float, Shape{In, Units}> dw;
  BasicTensor<float, Shape{Units}> db;
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t j = 0; j < Units; ++j) {
      db(j) += dy(n, j);
      for (std::size_t i = 0; i < In; ++i) {
        dx(n, i) += dy(n, j) * w(i, j);
        dw(i, j) += x(n, i) * dy(n, j);
      }
    }
  }
  BOOST_TEST((x_node.gradient() == dx));
  BOOST_TEST((w_node.gradient() == dw));
  BOOST_TEST((b_node.gradient() == db));
}

BOOST_AUTO_TEST_CASE(gradients_are_exact_on_integers_at_any_size) {
  check_against_loops<1, 1, 1>();
  check_against_loops<3, 17, 5>();
  check_against_loops<10, 9, 35>();
}

BOOST_AUTO_TEST_CASE(a_weight_used_twice_gets_both_shares) {
  auto x = graph::variable(BasicTensor<double, Shape{2}>{1, 2});
  auto w = graph::variable(BasicTensor<double, Shape{2, 2}>{{1, 2}, {3, 4}});
  const BasicTensor<double, Shape{2}> none;
  auto y = affine(affine(x, w, none), w, none);  // x·W·W
  y.forward();
  y.backward();
  BOOST_TEST((y.value() == BasicTensor<double, Shape{2}>{37, 54}));
  BOOST_TEST((x.gradient() == BasicTensor<double, Shape{2}>{17, 37}));
  // xᵀ·(1·Wᵀ) + (x·W)ᵀ·1
  BOOST_TEST((w.gradient() == BasicTensor<double, Shape{2, 2}>{{3 + 7, 7 + 7}, {6 + 10, 14 + 10}}));
}

}  // namespace
