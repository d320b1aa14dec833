// SPDX-License-Identifier: MIT
// The members' passes, one after the other, leave what one pass over the whole batch leaves.
#include <kiln/layers/in_team.hpp>

#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>

#include <boost/test/unit_test.hpp>
#include <vector>

#include "support/bits.hpp"
#include "support/samples.hpp"
#include "support/swish.hpp"

namespace {

using namespace kiln;

struct Member {
  std::size_t number, count;
  std::size_t part() const { return number; }
  std::size_t parts() const { return count; }
};

constexpr std::size_t n = 23;  // twelve steps, the last one short
using Arch = simd::default_arch;

// Swish keeps z, so that there is memory to be divided.
template <class L>
struct Passes {
  using Places = Layout<L>;
  static constexpr std::size_t in = L::input.size(), out = L::output.size();
  std::vector<float> p, x, predicted, y, memory, dz, dx, gradient;

  explicit Passes(std::size_t parts)
      : predicted(n * out),
        y(n * out),
        memory(L::training_memory(n) + 1),
        dx(n * in),
        gradient(Places::positions.storage) {
    support::Samples samples(171);
    p = samples.uniforms<float>(Places::positions.storage, -1, 1);
    x = samples.uniforms<float>(n * in, -1, 1);
    dz = samples.uniforms<float>(n * out, -1, 1);
    const Block<const float, Places> block{p.data()};
    const Rows<const float, L::input> rows(x.data(), n);
    const Rows<const float, L::output> result(y.data(), n);
    const Assign<float, Places> sink{{gradient.data()}};
    for (std::size_t part = parts; part-- > 0;) {  // in the order that threads need not have
      const Member member{part, parts};
      using Own = InTeam<L>;
      Own::template predict<Arch>(block, rows, Rows<float, L::output>(predicted.data(), n),
                                  memory.data(), 5, member);
      Own::template forward<Arch>(block, rows, Rows<float, L::output>(y.data(), n), memory.data(),
                                  Training{}, member);
      Own::template to_delta<Arch>(result, memory.data(), dz.data(), member);
    }
    for (std::size_t part = parts; part-- > 0;) {
      const Member member{part, parts};
      using Own = InTeam<L>;
      Own::template input_gradient<Arch>(block, rows, result, memory.data(), dz.data(), sink,
                                         dx.data(), member);
      Own::template gradient<Arch, true>(block, rows, result, memory.data(), dz.data(), sink,
                                         member);
    }
  }
};

using L = DenseLayer<float, Shape{37}, 19, support::Swish>;

BOOST_AUTO_TEST_CASE(members_leave_what_one_alone_leaves) {
  const Passes<L> whole(1);
  for (const std::size_t parts : {2, 3, 4, 7}) {
    const Passes<L> divided(parts);
    BOOST_TEST_CONTEXT(parts << " members") {
      BOOST_TEST(support::same_bits_in(whole.predicted, divided.predicted));
      BOOST_TEST(support::same_bits_in(whole.y, divided.y));
      BOOST_TEST(support::same_bits_in(whole.memory, divided.memory));
      BOOST_TEST(support::same_bits_in(whole.dz, divided.dz));
      BOOST_TEST(support::same_bits_in(whole.dx, divided.dx));
      BOOST_TEST(support::same_bits_in(whole.gradient, divided.gradient));
    }
  }
  BOOST_TEST(!support::same_bits_in(whole.gradient, std::vector<float>(whole.gradient.size())));
}

BOOST_AUTO_TEST_CASE(a_frozen_layer_gives_no_gradient_in_a_team_either) {
  const Passes<FrozenLayer<L>> divided(3);
  BOOST_TEST(support::same_bits_in(divided.dx, Passes<L>(1).dx));
  BOOST_TEST(support::same_bits_in(divided.gradient, std::vector<float>(divided.gradient.size())));
}

}  // namespace
