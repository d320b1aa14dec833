// SPDX-License-Identifier: MIT
#include <kiln/graph/node.hpp>

#include <boost/test/unit_test.hpp>
#include <string_view>

#include <kiln/graph/arithmetic.hpp>

namespace {

namespace graph = kiln::graph;

// Counts how often it runs.
struct Counted {
  static constexpr std::string_view symbol = "counted";
  template <class X>
  using Value = X;
  int* forwards;
  int* backwards;

  template <class Arch, class Y, class X>
  constexpr void forward(graph::Slot<Y>& y, const graph::Slot<X>& x) const {
    ++*forwards;
    y.value() = x.value();
  }
  template <class Arch, class Y, class X>
  constexpr void backward(const graph::Slot<Y>& y, graph::Slot<X>& x) const {
    ++*backwards;
    x.gradient() += y.gradient();
  }
};

BOOST_AUTO_TEST_CASE(a_variable_used_twice_gets_both_shares) {
  auto x = graph::variable(3.0);
  auto square = x * x;
  square.forward();
  square.backward();
  BOOST_TEST(square.value() == 9.0);
  BOOST_TEST(x.gradient() == 6.0);
}

BOOST_AUTO_TEST_CASE(a_node_used_twice_runs_once_and_passes_on_once) {
  int forwards = 0, backwards = 0;
  auto x = graph::variable(3.0);
  auto same = graph::connect(Counted{&forwards, &backwards}, x);
  auto square = same * same;
  auto y = square + same;  // x² + x
  y.forward();
  y.backward();
  BOOST_TEST(y.value() == 12.0);
  BOOST_TEST(x.gradient() == 7.0);
  BOOST_TEST(same.gradient() == 7.0);
  BOOST_TEST(forwards == 1);
  BOOST_TEST(backwards == 1);
  BOOST_TEST(same.operation().symbol == "counted");
}

BOOST_AUTO_TEST_CASE(the_cost_of_a_ladder_of_shared_nodes_is_linear) {
  int forwards = 0, backwards = 0;
  const Counted counted{&forwards, &backwards};
  auto x = graph::variable(1.0);
  auto a = graph::connect(counted, x);
  auto b = graph::connect(counted, a + a);
  auto c = graph::connect(counted, b + b);
  auto d = graph::connect(counted, c + c);
  auto e = graph::connect(counted, d + d);
  e.forward();
  e.backward();
  BOOST_TEST(e.value() == 16.0);
  BOOST_TEST(x.gradient() == 16.0);
  BOOST_TEST(forwards == 5);
  BOOST_TEST(backwards == 5);
}

BOOST_AUTO_TEST_CASE(a_second_run_begins_anew_with_the_new_values) {
  auto x = graph::variable(3.0);
  auto y = x * x;
  y.forward();
  y.backward();
  y.backward();
  BOOST_TEST(x.gradient() == 6.0);
  x.value() = 5;
  BOOST_TEST(y.forward() == 25.0);
  BOOST_TEST(x.gradient() == 0.0);
  y.backward();
  BOOST_TEST(x.gradient() == 10.0);
}

BOOST_AUTO_TEST_CASE(two_expressions_may_share_nodes) {
  auto x = graph::variable(3.0);
  auto square = x * x;
  auto twice = square + square;
  auto cube = square * x;
  twice.forward();
  twice.backward();
  BOOST_TEST(x.gradient() == 12.0);
  cube.forward();
  cube.backward();
  BOOST_TEST(x.gradient() == 27.0);
}

BOOST_AUTO_TEST_CASE(a_seed_scales_all_gradients) {
  auto x = graph::variable(3.0);
  auto y = x * x;
  y.forward();
  y.backward(10);
  BOOST_TEST(x.gradient() == 60.0);
  BOOST_TEST(y.gradient() == 10.0);
}

BOOST_AUTO_TEST_CASE(forward_returns_the_value_and_intermediate_ones_stay) {
  auto x = graph::variable("x", 3.0);
  auto square = x * x;
  auto y = square + 1;
  BOOST_TEST(y.forward() == 10.0);
  BOOST_TEST(square.value() == 9.0);
  BOOST_TEST(x.label() == "x");
  square.set_label("square");
  BOOST_TEST(square.label() == "square");
}

constexpr double slope_of_cube(double at) {
  auto x = graph::variable(at);
  auto square = x * x;
  auto cube = square * x;
  cube.forward();
  cube.backward();
  return x.gradient();
}
static_assert(slope_of_cube(2) == 12);

}  // namespace
