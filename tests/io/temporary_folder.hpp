// SPDX-License-Identifier: MIT
#pragma once
// A folder for the files that a test writes and spoils, and those files as bytes.

#include <zlib.h>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <kiln/io/file_error.hpp>

using Bytes = std::vector<std::uint8_t>;

// Made empty, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::random_device random;
    do {
      path_ = std::filesystem::temp_directory_path() / ("kiln-test-" + std::to_string(random()));
    } while (!std::filesystem::create_directory(path_));
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  // How many files are in it.
  std::size_t count() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::filesystem::path path_;
};

inline std::filesystem::path write(const std::filesystem::path& file, const Bytes& bytes) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  return file;
}

inline Bytes read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(stream), {});
}

inline Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

inline Bytes first(const Bytes& bytes, std::size_t n) {
  return Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n));
}

inline Bytes gzip(Bytes bytes) {
  z_stream stream{};
  constexpr int window_bits = 15, as_gzip = 16, memory = 8;
  if (deflateInit2(&stream, 9, Z_DEFLATED, window_bits + as_gzip, memory, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  Bytes out(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  stream.next_in = bytes.data();
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Whether the error's text has all that it must: the file, what was expected, what was found.
class Says {
 public:
  Says(std::string file, std::string expected, std::string found)
      : parts_{std::move(file), "expected ", std::move(expected), ", found ", std::move(found)} {}

  bool operator()(const kiln::FileError& error) const {
    const std::string text = error.what();
    std::size_t from = 0;
    for (const std::string& part : parts_) {
      const std::size_t at = text.find(part, from);
      if (at == text.npos) {
        BOOST_TEST_MESSAGE("no \"" << part << "\" in its place in: " << text);
        return false;
      }
      from = at + part.size();
    }
    return text.find('\n') == text.npos;
  }

 private:
  std::vector<std::string> parts_;
};
