// SPDX-License-Identifier: MIT
#include <kiln/layers/team.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace kiln;

struct Member {
  std::size_t number, count;
  std::size_t part() const { return number; }
  std::size_t parts() const { return count; }
};

BOOST_AUTO_TEST_CASE(shares_follow_one_another_and_cover_all_rows) {
  std::size_t wrong = 0, cases = 0;
  for (std::size_t parts = 1; parts <= 9; ++parts) {
    for (const std::size_t step : {1, 6, 16, 64}) {
      for (std::size_t count = 0; count <= 300; ++count, ++cases) {
        std::size_t end = 0, most = 0, least = count;
        for (std::size_t part = 0; part < parts; ++part) {
          const Range share = share_of(Member{part, parts}, count, step);
          const bool aligned = share.first % step == 0 || share.count == 0;
          wrong += share.first == end && aligned ? 0 : 1;
          end = share.first + share.count;
          most = std::max(most, share.count);
          least = std::min(least, share.count);
        }
        // The last share may lack what the last step lacks.
        wrong += end == count && most - least < 2 * step ? 0 : 1;
      }
    }
  }
  BOOST_TEST(cases == 9U * 4 * 301);
  BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_CASE(shares_are_as_equal_as_their_steps_allow) {
  BOOST_TEST(share_of(Member{0, 2}, 100).count == 50U);
  BOOST_TEST(share_of(Member{0, 2}, 101).count == 52U);
  BOOST_TEST(share_of(Member{0, 2}, 784, 64).count == 448U);
  BOOST_TEST(share_of(Member{0, 7}, 1).count == 1U);
  for (std::size_t part = 1; part < 7; ++part) {
    BOOST_TEST(share_of(Member{part, 7}, 1).count == 0U);
  }
}

BOOST_AUTO_TEST_CASE(one_alone_has_everything) {
  static_assert(share_of(Alone{}, 101, 64).first == 0 && share_of(Alone{}, 101, 64).count == 101);
  int calls = 0;
  Alone::run([&](const auto& team) {
    team.barrier();
    calls += team.part() == 0 && team.parts() == 1 ? 1 : 100;
  });
  BOOST_TEST(calls == 1);
}

// What passes with a pool of threads may not promise (KILN_NONBLOCKING_IF).
static_assert(is_alone<Alone> && is_alone<Alone&> && is_alone<const Alone&&>);
static_assert(!is_alone<Member> && !is_alone<Member&>);

}  // namespace
