// SPDX-License-Identifier: MIT
#include <kiln/layers/dense.hpp>
#include <kiln/layers/sink.hpp>
#include <kiln/optimizers/sgd.hpp>

#include <array>
#include <boost/test/unit_test.hpp>

namespace {

using namespace kiln;

// One layer, one row: dW = xᵀ·dz, db = dz, dx = dz·Wᵀ.
using Layer = DenseLayer<double, Shape{2}, 3, Identity>;
using Places = Layout<Layer>;

struct Fixture {
  std::array<double, Places::positions.storage> p{1, 2, 3, 4, 5, 6}, gradient{};
  std::array<double, 2> x{10, 20}, dx{};
  std::array<double, 3> y{}, dz{1, 2, 3};

  template <bool InputGradient, class Sink>
  void backward(const Sink& sink) {
    Layer::backward<simd::default_arch, InputGradient>(
        Block<const double, Places>{p.data()}, Rows<const double, Shape{2}>(x.data(), 1),
        Rows<const double, Shape{3}>(y.data(), 1), nullptr, dz.data(), sink, dx.data());
  }
  std::array<double, 9> of(const auto& block) const {
    std::array<double, 9> all{};
    std::copy_n(block.data(), 6, all.begin());
    std::copy_n(block.data() + Places::positions.offset[1], 3, all.begin() + 6);
    return all;
  }
};

constexpr std::array<double, 9> product{10, 20, 30, 20, 40, 60, 1, 2, 3};

BOOST_FIXTURE_TEST_CASE(assign_replaces_what_was_there, Fixture) {
  gradient.fill(7);
  backward<false>(Assign<double, Places>{{gradient.data()}});
  BOOST_TEST(of(gradient) == product, boost::test_tools::per_element());
  BOOST_TEST(dx[0] == 0.0);
}

BOOST_FIXTURE_TEST_CASE(accumulate_adds_to_what_was_there, Fixture) {
  backward<false>(Accumulate<double, Places>{{gradient.data()}});
  backward<false>(Accumulate<double, Places>{{gradient.data()}});
  for (std::size_t i = 0; i < 9; ++i) BOOST_TEST(of(gradient)[i] == 2 * product[i]);
}

BOOST_FIXTURE_TEST_CASE(discard_leaves_only_dx, Fixture) {
  backward<true>(Discard{});
  BOOST_TEST(of(gradient) == (std::array<double, 9>{}), boost::test_tools::per_element());
  BOOST_TEST(dx == (std::array<double, 2>{14, 32}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(apply_moves_the_parameters_after_dx_was_computed, Fixture) {
  const auto before = of(p);
  const auto rule = SGD{.learning_rate = 0.5}.rule<double>(1);
  backward<true>(Apply<double, Places, SGD::Rule<double>, 0>{{p.data()}, nullptr, rule});
  for (std::size_t i = 0; i < 9; ++i) BOOST_TEST(of(p)[i] == before[i] - 0.5 * product[i]);
  BOOST_TEST(dx == (std::array<double, 2>{14, 32}), boost::test_tools::per_element());
}

// What an update reads and writes begins where its outputs do, and is asked for where it is large.
BOOST_AUTO_TEST_CASE(an_update_of_a_part_begins_at_its_first_parameter) {
  struct Rule {};
  std::array<float, 12> p{}, state{};
  const kiln::UpdateEpilogue<float, Rule, 1> whole{p.data(), {state.data()}, 5, {}};
  const auto part = whole.from(2, 1);
  BOOST_TEST(part.p == p.data() + 11);
  BOOST_TEST(part.state[0] == state.data() + 11);
  BOOST_TEST(part.row == 5U);
  BOOST_TEST(!whole.is_distant(819, 1));
  BOOST_TEST(whole.is_distant(820, 1));
}

// A member of two.
struct Member {
  std::size_t index;
  constexpr std::size_t part() const { return index; }
  static constexpr std::size_t parts() { return 2; }
  static constexpr void barrier() {}
};
template <class Sink>
constexpr bool gives_all_rows = requires(const Sink& sink) {
  sink.template epilogue<0>(3);
};

BOOST_FIXTURE_TEST_CASE(a_share_is_of_its_rows_and_gives_no_others, Fixture) {
  using Whole = Assign<double, Places>;
  using Half = Share<Whole, Member>;
  static_assert(gives_all_rows<Whole> && !gives_all_rows<Half>);
  static_assert(Whole::whole && Share<Whole, Alone>::whole && !Half::whole);
  // Shares begin at multiples of two: both rows of W and the bias are the first member's.
  const Member first{0}, second{1};
  backward<false>(Half{Whole{{gradient.data()}}, second});
  BOOST_TEST(of(gradient) == (std::array<double, 9>{}), boost::test_tools::per_element());
  backward<false>(Half{Whole{{gradient.data()}}, first});
  BOOST_TEST(of(gradient) == product, boost::test_tools::per_element());
}

}  // namespace
