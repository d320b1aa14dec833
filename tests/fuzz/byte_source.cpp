// SPDX-License-Identifier: MIT
// Any bytes as a plain or gzipped file: twice the same bytes, however they are asked for.
#include <kiln/io/byte_source.hpp>

#include <algorithm>
#include <vector>

#include "memory_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes(data, size);
  const fuzz::MemoryFile file(bytes);
  fuzz::read_or_refused([&] {
    kiln::ByteSource source(file.path());
    constexpr std::size_t most = 1 << 18;
    std::vector<std::uint8_t> whole(most), again(most);
    whole.resize(source.read(whole));
    source.rewind();
    std::size_t have = 0;
    for (std::size_t step = 1; have < whole.size(); step = 2 * step + 1) {
      const auto part = std::span(again).subspan(have, std::min(step, whole.size() - have));
      fuzz::require(source.read(part) == part.size());
      have += part.size();
    }
    fuzz::require(std::equal(whole.begin(), whole.end(), again.begin()));
    const bool gzipped = size >= 2 && data[0] == 0x1f && data[1] == 0x8b;
    fuzz::require(gzipped || std::equal(whole.begin(), whole.end(), data, data + size));
  });
  return 0;
}
