// SPDX-License-Identifier: MIT
// Any bytes as a safetensors file: what is read keeps the format's promises, and comes back from a
// file that is written from it.
#include <kiln/io/safetensors.hpp>

#include <algorithm>
#include <optional>

#include "memory_file.hpp"

namespace {

void check(const kiln::SafetensorsFile& file, std::size_t size) {
  std::size_t total = 0;
  for (const auto& [name, tensor] : file.tensors()) {
    std::size_t bytes = kiln::size(tensor.dtype);
    for (const std::size_t extent : tensor.shape) bytes *= extent;
    fuzz::require(tensor.bytes.size() == bytes);
    for (const std::byte byte : tensor.bytes) total += 1 + 0 * std::to_integer<std::size_t>(byte);
  }
  fuzz::require(total < size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::MemoryFile file({data, size});
  std::optional<kiln::SafetensorsFile> read;
  if (!fuzz::read_or_refused([&] { read.emplace(file.path()); })) return 0;
  // What was read may be written and read back: from here on a FileError is a finding.
  check(*read, size);
  const std::vector<std::pair<std::string, kiln::StoredTensor>> tensors(read->tensors().begin(),
                                                                        read->tensors().end());
  const std::string json =
      kiln::safetensors_detail::header_json(file.path(), tensors, read->metadata());
  std::vector<std::uint8_t> bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<std::uint8_t>(json.size() >> (8 * i)));
  bytes.insert(bytes.end(), json.begin(), json.end());
  for (const auto& [name, tensor] : tensors) {
    for (const std::byte byte : tensor.bytes) bytes.push_back(static_cast<std::uint8_t>(byte));
  }
  const fuzz::MemoryFile again(bytes);
  const kiln::SafetensorsFile back(again.path());
  fuzz::require(back.metadata() == read->metadata());
  fuzz::require(
      std::ranges::equal(read->tensors(), back.tensors(), [](const auto& a, const auto& b) {
        return a.first == b.first && a.second.dtype == b.second.dtype &&
               a.second.shape == b.second.shape &&
               std::ranges::equal(a.second.bytes, b.second.bytes);
      }));
  return 0;
}
