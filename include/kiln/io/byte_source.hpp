// SPDX-License-Identifier: MIT
#pragma once
// The bytes of a file in order, inflated by zlib where the file is gzipped. It holds 64 KiB of the
// file at a time, and is stricter than gzread: that lets a truncated end and trailing bytes pass.
// Source: RFC 1952 (gzip).

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <new>
#include <span>
#include <string>

#include <kiln/io/file_error.hpp>

namespace kiln {

/// Reads a file from its beginning to its end, plain or gzipped (told by the first two bytes, not
/// by the name).
class ByteSource {
 public:
  /// Opens the file.
  ///
  /// Throws   FileError where it is missing, a folder, or cannot be read.
  explicit ByteSource(const std::filesystem::path& file) : file_(file), stream_(open(file)) {
    refill();
    gzip_ = inflate_.avail_in >= 2 && input_[0] == 0x1f && input_[1] == 0x8b;
    constexpr int window_bits = 15, gzip_only = 16;
    if (gzip_ && inflateInit2(&inflate_, window_bits + gzip_only) != Z_OK) throw std::bad_alloc();
  }
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  ~ByteSource() {
    if (gzip_) inflateEnd(&inflate_);
  }

  /// Fills `out` with the next bytes and says how many there were: fewer only at the file's end.
  ///
  /// Throws   FileError where the file cannot be read, or its gzip is truncated or corrupt.
  std::size_t read(std::span<std::uint8_t> out) {
    std::size_t got = 0;
    while (got < out.size()) {
      if (inflate_.avail_in == 0 && !refill()) {
        if (gzip_ && !between_members_) {
          throw FileError(file_, "a complete gzip stream", "its end in the middle");
        }
        break;
      }
      got += gzip_ ? inflate_some(out.subspan(got)) : copy_some(out.subspan(got));
    }
    return got;
  }

  /// Goes back to the first byte.
  ///
  /// Throws   FileError where the file cannot do that (a pipe).
  void rewind() {
    stream_.clear();
    if (!stream_.seekg(0)) throw FileError(file_, "a file that can be read twice", "another");
    if (gzip_) inflateReset(&inflate_);
    between_members_ = false;
    refill();
  }

 private:
  static std::ifstream open(const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) throw FileError(file, "a file", "a folder");
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      const bool exists = std::filesystem::exists(file, ignored);
      throw FileError(file, "a readable file", exists ? "one that cannot be opened" : "none");
    }
    return stream;
  }

  bool refill() {
    stream_.read(reinterpret_cast<char*>(input_.data()),
                 static_cast<std::streamsize>(input_.size()));
    if (stream_.bad()) throw FileError(file_, "readable bytes", "a read error");
    inflate_.next_in = input_.data();
    inflate_.avail_in = static_cast<uInt>(stream_.gcount());
    return inflate_.avail_in > 0;
  }

  std::size_t copy_some(std::span<std::uint8_t> out) {
    const std::size_t n = std::min<std::size_t>(out.size(), inflate_.avail_in);
    std::copy_n(inflate_.next_in, n, out.data());
    inflate_.next_in += n;
    inflate_.avail_in -= static_cast<uInt>(n);
    return n;
  }

  std::size_t inflate_some(std::span<std::uint8_t> out) {
    if (between_members_) inflateReset(&inflate_);  // a gzip file may have several members
    const uInt room = static_cast<uInt>(std::min<std::size_t>(out.size(), 1u << 30));
    inflate_.next_out = out.data();
    inflate_.avail_out = room;
    const int status = inflate(&inflate_, Z_NO_FLUSH);
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status != Z_OK && status != Z_STREAM_END) {
      const std::string where = between_members_ ? "bytes after its end" : "corrupt data";
      const std::string why = inflate_.msg ? inflate_.msg : "unexpected bytes";
      throw FileError(file_, "a valid gzip stream", where + " (" + why + ")");
    }
    between_members_ = status == Z_STREAM_END;
    return room - inflate_.avail_out;
  }

  std::filesystem::path file_;
  std::ifstream stream_;
  z_stream inflate_{};  // its next_in and avail_in also serve a plain file
  bool gzip_ = false;
  bool between_members_ = false;
  std::array<std::uint8_t, 65536> input_;
};

}  // namespace kiln
