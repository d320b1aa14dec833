// SPDX-License-Identifier: MIT
#pragma once
// Reader of IDX files of unsigned bytes, plain or gzipped: the format of MNIST. Not here: which
// files make a data set (mnist.hpp).
// Source: Y. LeCun, C. Cortes, C. Burges, The MNIST database, "the IDX file format".

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <kiln/io/byte_source.hpp>
#include <kiln/io/file_error.hpp>
#include <kiln/io/text.hpp>

namespace kiln {

/// What an IDX file holds.
struct Idx {
  std::vector<std::size_t> shape;  ///< extents, outermost first; one may be 0
  std::vector<std::uint8_t> data;  ///< the product of the extents, row by row
};

namespace idx_detail {

// Magic: 0, 0, the type of an element, the rank. Then one big-endian 32-bit extent for each axis.
inline std::vector<std::size_t> read_shape(ByteSource& source, const std::filesystem::path& file) {
  std::array<std::uint8_t, 4> head{};
  const std::size_t got = source.read(head);
  if (got < 4) throw FileError(file, "an IDX header", "only " + std::to_string(got) + " bytes");
  const auto [zero, also_zero, type, rank] = head;
  if (zero != 0 || also_zero != 0) {
    throw FileError(file, "an IDX file, whose first two bytes are 0",
                    std::to_string(zero) + " and " + std::to_string(also_zero));
  }
  constexpr int unsigned_byte = 8;
  if (type != unsigned_byte) {
    throw FileError(file, "IDX elements of type 8 (unsigned byte)", "type " + std::to_string(type));
  }
  if (rank == 0) throw FileError(file, "IDX data with at least one axis", "none");
  std::vector<std::size_t> shape;
  for (int axis = 0; axis < rank; ++axis) {
    if (source.read(head) < 4) {
      throw FileError(file, std::to_string(rank) + " extents in the IDX header",
                      "its end after " + std::to_string(axis));
    }
    std::uint32_t extent = 0;
    for (const std::uint8_t byte : head) extent = extent << 8 | byte;
    shape.push_back(extent);
  }
  return shape;
}

// The number of elements, or an error where no machine could hold them.
inline std::size_t size(const std::vector<std::size_t>& shape, const std::filesystem::path& file) {
  std::size_t total = 1;
  for (const std::size_t extent : shape) {
    if (extent != 0 && total > std::numeric_limits<std::size_t>::max() / 2 / extent) {
      throw FileError(file, "an IDX shape that fits in memory", text::shape(shape));
    }
    total *= extent;
  }
  return total;
}

// Memory grows with what has been read, never with what the header claims.
inline std::vector<std::uint8_t> read_data(ByteSource& source, std::size_t total, const Idx& idx,
                                           const std::filesystem::path& file) {
  constexpr std::size_t first_step = 1u << 20;
  std::vector<std::uint8_t> data;
  while (data.size() < total) {
    const std::size_t have = data.size();
    const std::size_t step = std::min(total - have, std::max(have, first_step));
    data.reserve(have + step);  // resize alone would reserve more
    data.resize(have + step);
    const std::size_t got = source.read(std::span(data).subspan(have));
    if (got < step) {
      throw FileError(file,
                      std::to_string(total) + " bytes of data for shape " + text::shape(idx.shape),
                      "only " + std::to_string(have + got));
    }
  }
  return data;
}

}  // namespace idx_detail

/// Reads an IDX file of unsigned bytes, plain or gzipped (by its content, not its name).
///
/// Throws   FileError where the file is missing, truncated, overlong, corrupt (gzip's checksum
///          included), or is no IDX file of unsigned bytes.
/// Cost     memory for at most 3 times the data that the file really has, and 1 MiB, however much
///          its header promises.
inline Idx read_idx(const std::filesystem::path& file) {
  ByteSource source(file);
  Idx idx;
  idx.shape = idx_detail::read_shape(source, file);
  const std::size_t total = idx_detail::size(idx.shape, file);
  idx.data = idx_detail::read_data(source, total, idx, file);
  std::uint8_t one_more = 0;
  if (source.read({&one_more, 1}) != 0) {
    throw FileError(file,
                    "the end of the file after " + std::to_string(total) +
                        " bytes of data for shape " + text::shape(idx.shape),
                    "more bytes");
  }
  return idx;
}

}  // namespace kiln
