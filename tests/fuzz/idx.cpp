// SPDX-License-Identifier: MIT
// Any bytes as an IDX file, and the same bytes gzipped: the same answer, and data as long as the
// shape says.
#include <kiln/io/idx.hpp>

#include <zlib.h>

#include <algorithm>
#include <vector>

#include "memory_file.hpp"

namespace {

std::vector<std::uint8_t> gzipped(std::span<const std::uint8_t> bytes) {
  z_stream stream{};
  constexpr int fastest = 1, as_gzip = 15 + 16, little_memory = 1;
  fuzz::require(deflateInit2(&stream, fastest, Z_DEFLATED, as_gzip, little_memory,
                             Z_DEFAULT_STRATEGY) == Z_OK);
  std::vector<std::uint8_t> out(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  stream.next_in = const_cast<std::uint8_t*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  fuzz::require(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes(data, size);
  const fuzz::MemoryFile plain(bytes);
  kiln::Idx idx, inflated;
  const bool read = fuzz::read_or_refused([&] { idx = kiln::read_idx(plain.path()); });
  if (read && !(size >= 2 && data[0] == 0x1f && data[1] == 0x8b)) {
    std::size_t total = 1;
    for (const std::size_t extent : idx.shape) total *= extent;
    fuzz::require(idx.data.size() == total && 4 + 4 * idx.shape.size() + total == size);
    fuzz::require(std::equal(idx.data.begin(), idx.data.end(), data + size - total));
  }
  const fuzz::MemoryFile zipped(gzipped(bytes));
  const bool also = fuzz::read_or_refused([&] { inflated = kiln::read_idx(zipped.path()); });
  // What is gzip itself is read when plain, and refused when it is gzipped once more.
  if (size > 0 && data[0] == 0) {
    fuzz::require(also == read && inflated.shape == idx.shape && inflated.data == idx.data);
  }
  return 0;
}
