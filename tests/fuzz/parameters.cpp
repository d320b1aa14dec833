// SPDX-License-Identifier: MIT
// Any bytes as the parameters of a net: all are read, or the net is as it was.
#include <kiln/io/parameters.hpp>

#include <algorithm>
#include <bit>

#include <kiln/kiln.hpp>

#include "memory_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Net = kiln::Net<2, kiln::Dense<3, kiln::ReLU>, kiln::Dense<1, kiln::Identity>>;
  const fuzz::MemoryFile file({data, size});
  constexpr float before = 7;
  for (const auto layout : {kiln::WeightLayout::out_in, kiln::WeightLayout::in_out}) {
    Net net;
    std::ranges::fill(net.storage(), before);
    const bool read =
        fuzz::read_or_refused([&] { kiln::load_safetensors(file.path(), net, {}, layout); });
    const bool touched =
        std::ranges::any_of(net.storage(), [](float element) { return element != before; });
    fuzz::require(read || !touched);
  }
  return 0;
}
