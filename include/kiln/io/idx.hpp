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

}  // namespace idx_detail

/// An IDX file of unsigned bytes, open: its header is read, its data not yet. So a caller can
/// refuse the shape before anything is read or inflated, and take the data piece by piece.
class IdxReader {
 public:
  /// Opens the file and reads its header.
  ///
  /// Throws   FileError where it cannot be read, or is no IDX file of unsigned bytes.
  explicit IdxReader(const std::filesystem::path& file)
      : file_(file),
        source_(file),
        shape_(idx_detail::read_shape(source_, file)),
        size_(idx_detail::size(shape_, file)) {}

  const std::vector<std::size_t>& shape() const { return shape_; }  ///< extents, outermost first
  std::size_t size() const { return size_; }                        ///< their product

  /// Goes through the whole data without keeping it, so that memory for it is taken only where it
  /// is there; `read` begins with the first byte afterwards.
  ///
  /// Throws   FileError where the data is longer or shorter than the shape says, or corrupt (gzip's
  ///          checksum included). What is too long is not read to its end.
  /// Cost     one more pass over the file; 64 KiB.
  void check_data() {
    std::array<std::uint8_t, 65536> piece;
    for (std::size_t have = 0; have < size_;) {
      const auto part = std::span(piece).first(std::min(size_ - have, piece.size()));
      const std::size_t got = source_.read(part);
      have += got;
      if (got < part.size()) fail_short(have);
    }
    if (source_.read(std::span(piece).first(1)) != 0) {
      throw FileError(file_,
                      "the end of the file after " + std::to_string(size_) +
                          " bytes of data for shape " + text::shape(shape_),
                      "more bytes");
    }
    source_.rewind();
    idx_detail::read_shape(source_, file_);
  }

  /// The next bytes of the data. Throws FileError where there are fewer.
  void read(std::span<std::uint8_t> out) {
    const std::size_t got = source_.read(out);
    if (got < out.size()) fail_short(got);
  }

 private:
  [[noreturn]] void fail_short(std::size_t have) const {
    throw FileError(file_,
                    std::to_string(size_) + " bytes of data for shape " + text::shape(shape_),
                    "only " + std::to_string(have));
  }

  std::filesystem::path file_;
  ByteSource source_;
  std::vector<std::size_t> shape_;
  std::size_t size_;
};

/// Reads an IDX file of unsigned bytes, plain or gzipped (by its content, not its name).
///
/// Throws   FileError where the file is missing, truncated, overlong, corrupt (gzip's checksum
///          included), or is no IDX file of unsigned bytes.
/// Cost     memory for the data that the file really has, and 256 KiB, however much its header
///          promises and however far its gzip inflates; the file is read (and inflated) twice.
inline Idx read_idx(const std::filesystem::path& file) {
  IdxReader reader(file);
  reader.check_data();
  Idx idx{reader.shape(), std::vector<std::uint8_t>(reader.size())};
  reader.read(idx.data);
  return idx;
}

}  // namespace kiln
