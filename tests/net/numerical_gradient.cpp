// SPDX-License-Identifier: MIT
#include <kiln/net/numerical_gradient.hpp>

#include <kiln/activations/tanh.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>
#include <kiln/losses/squared_error.hpp>

#include <array>
#include <boost/test/unit_test.hpp>

#include "support/bits.hpp"
#include "support/of_net.hpp"
#include "support/tolerance.hpp"

namespace {

using namespace kiln;

// L = ½(x·w + b − t)², a parabola, on which central differences are exact but for rounding.
BOOST_AUTO_TEST_CASE(the_slope_of_a_parabola_is_exact) {
  using Line = BasicNet<double, 2, Dense<1>>;
  Line line;
  line.layer<0>().weight(0, 0) = 2;
  line.layer<0>().weight(1, 0) = -1;
  line.layer<0>().bias(0) = 0.5;
  const std::array x{3.0, 4.0};
  const std::array t{1.0};  // y = 2.5, y − t = 1.5
  Workspace<Line, 1> workspace;
  Line::Gradient gradient;
  numerical_gradient(line, SquaredError{}, x, t, workspace, gradient);
  BOOST_TEST(support::close(gradient.layer<0>().weight(0, 0), 4.5, 1e-10, 0));
  BOOST_TEST(support::close(gradient.layer<0>().weight(1, 0), 6, 1e-10, 0));
  BOOST_TEST(support::close(gradient.layer<0>().bias(0), 1.5, 1e-10, 0));
}

// Every trained parameter is moved and put back; frozen ones and gaps are left alone.
BOOST_AUTO_TEST_CASE(the_net_is_put_back_and_gaps_stay_zero) {
  using N = BasicNet<double, 3, Dense<5, Tanh>, Frozen<Dense<3, Tanh>>, Dense<1>>;
  N net;
  support::Samples samples(131);
  support::fill(net, samples);
  const N before = net;
  const auto batch = support::Batch<double>::draw(net, reference::Loss::squared_error, 4, samples);
  Workspace<N, 4> workspace;
  N::Gradient gradient;
  numerical_gradient(net, SquaredError{}, batch.x, batch.t, workspace, gradient);
  BOOST_TEST(support::same_bits_in(net.storage(), before.storage()));
  std::size_t zeros = 0;
  for (std::size_t k = 0; k < N::trained_count; ++k) zeros += gradient.storage()[k] == 0 ? 1 : 0;
  BOOST_TEST(zeros == N::trained_count - (3 * 5 + 5 + 3 + 1));
}

}  // namespace
