// SPDX-License-Identifier: MIT
#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/net/gradient.hpp>
#include <kiln/net/net.hpp>

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cstddef>

namespace {

using Net = kiln::BasicNet<double, 3, kiln::Dense<5>, kiln::Frozen<kiln::Dense<4>>, kiln::Dense<2>>;

BOOST_AUTO_TEST_CASE(a_gradient_has_the_places_of_the_trained_parameters) {
  static_assert(Net::Gradient::storage_count == Net::trained_count);
  Net net;
  Net::Gradient gradient;
  BOOST_TEST(std::ranges::count(gradient.storage(), 0.0) ==
             static_cast<std::ptrdiff_t>(Net::trained_count));
  const double* const first = gradient.storage().data();
  const double* const trained = net.trained().data();
  BOOST_TEST(gradient.layer<0>().weight.data() - first == net.layer<0>().weight.data() - trained);
  BOOST_TEST(gradient.layer<0>().bias.data() - first == net.layer<0>().bias.data() - trained);
  BOOST_TEST(gradient.layer<2>().weight.data() - first == net.layer<2>().weight.data() - trained);
  BOOST_TEST(gradient.layer<2>().bias.data() - first == net.layer<2>().bias.data() - trained);
  gradient.layer<2>().weight(4 - 1, 1) = 7;
  const Net::Gradient& constant = gradient;
  BOOST_TEST(constant.layer<2>().weight(3, 1) == 7);
  BOOST_TEST(std::ranges::count(constant.storage(), 7.0) == 1);
}

BOOST_AUTO_TEST_CASE(a_pass_writes_each_trained_parameter_and_leaves_the_gaps_zero) {
  Net net;
  std::size_t k = 0;
  for (double& p : net.storage()) p = 0.1 * static_cast<double>(++k % 7) + 0.05;
  kiln::Workspace<Net, 1> workspace;
  Net::Gradient gradient;
  net.gradient(kiln::SquaredError{}, std::array{1.0, 2.0, 3.0}, std::array{0.5, -1.0}, workspace,
               gradient);
  for (std::size_t i = 0; i < Net::trained_count; ++i) {
    BOOST_TEST((gradient.storage()[i] != 0) == Net::Places::is_trained(i), i);
  }
}

}  // namespace
