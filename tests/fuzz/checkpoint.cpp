// SPDX-License-Identifier: MIT
// Any bytes as a checkpoint: all of it is loaded, or nothing.
#include <kiln/io/checkpoint.hpp>

#include <algorithm>

#include <kiln/kiln.hpp>

#include "memory_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Net = kiln::Net<2, kiln::Dense<2, kiln::ReLU>>;
  const fuzz::MemoryFile file({data, size});
  Net net;
  kiln::Trainer<Net, kiln::SquaredError, kiln::Momentum, 1> trainer(net);
  kiln::Engine engine(3);
  const bool loaded =
      fuzz::read_or_refused([&] { kiln::load_checkpoint(file.path(), net, trainer, engine); });
  if (!loaded) {
    const auto zero = [](float element) { return element == 0; };
    fuzz::require(std::ranges::all_of(net.storage(), zero));
    fuzz::require(std::ranges::all_of(trainer.state(), zero));
    fuzz::require(trainer.steps() == 0 && engine == kiln::Engine(3));
  }
  return 0;
}
