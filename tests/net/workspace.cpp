// SPDX-License-Identifier: MIT
#include <kiln/activations/sigmoid.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/net/workspace.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace {

using Net = kiln::Net<7, kiln::Dense<13, kiln::Sigmoid>, kiln::Dense<3>>;

template <std::size_t Batch>
void check_rooms() {
  const auto workspace = std::make_unique<kiln::Workspace<Net, Batch>>();
  constexpr std::size_t outputs = Batch * 3;
  const float* const output = workspace->output(Batch).data();
  const float* const delta = workspace->delta(Batch).data();
  const float* const layers = workspace->layers();
  for (const float* const room : {output, delta, layers}) {
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(room) % 64 == 0U);
  }
  BOOST_TEST(delta >= output + outputs);
  BOOST_TEST(layers >= delta + outputs);
  const auto* const end = reinterpret_cast<const float*>(workspace.get() + 1);
  const std::size_t room = static_cast<std::size_t>(end - layers);
  const std::size_t needed = std::max(Net::training_memory(Batch), Net::predict_memory(Batch));
  BOOST_TEST(room >= needed);
  BOOST_TEST(room < needed + 16);  // up to the end of a line
  BOOST_TEST(workspace->output(1).count() == 1U);
  BOOST_TEST(workspace->delta(Batch).size() == outputs);
}

BOOST_AUTO_TEST_CASE(outputs_deltas_and_layers_have_rooms_of_their_own_on_whole_lines) {
  check_rooms<1>();
  check_rooms<5>();
  check_rooms<64>();
}

// Its memory is not cleared: a workspace on the stack costs nothing.
static_assert(std::is_trivially_default_constructible_v<kiln::Workspace<Net, 5>>);
static_assert(kiln::Workspace<Net, 5>::capacity == 5);
static_assert(std::is_same_v<kiln::Workspace<Net, 5>::net_type, Net>);

}  // namespace
