// SPDX-License-Identifier: MIT
#pragma once
// The fuzzer's bytes as a file that is in memory alone, and what a reader may answer: what it read,
// or a FileError. Anything else ends the program, as every fuzz target's check does.

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>

#include <kiln/io/file_error.hpp>

namespace fuzz {

inline void require(bool right) {
  if (!right) std::abort();
}

class MemoryFile {
 public:
  explicit MemoryFile(std::span<const std::uint8_t> bytes) : number_(::memfd_create("fuzz", 0)) {
    require(number_ != -1 &&
            ::write(number_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(number_); }

  std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(number_); }

 private:
  int number_;
};

// Whether it was read.
template <class Read>
bool read_or_refused(const Read& read) {
  try {
    read();
    return true;
  } catch (const kiln::FileError& error) {
    require(std::string_view(error.what()).find(": expected ") != std::string_view::npos);
    require(std::string_view(error.what()).find('\n') == std::string_view::npos);
    return false;
  }
}

}  // namespace fuzz
