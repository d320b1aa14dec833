// SPDX-License-Identifier: MIT
#pragma once
// What every reader and writer of files throws, and how numbers stand in its text.

#include <cstddef>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kiln {

/// A file is not what it should be, or cannot be read or written. what() is one line:
/// "<file>: expected <…>, found <…>".
class FileError : public std::runtime_error {
 public:
  FileError(const std::filesystem::path& file, const std::string& expected,
            const std::string& found)
      : std::runtime_error(file.string() + ": expected " + expected + ", found " + found),
        file_(file) {}

  const std::filesystem::path& file() const { return file_; }  ///< the file it is about

 private:
  std::filesystem::path file_;
};

namespace file_error_detail {

/// A shape as text: "(60000, 28, 28)".
inline std::string text(std::span<const std::size_t> shape) {
  std::string result = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    result += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  }
  return result + ")";
}

/// A name out of a file, in quotes, fit for one line of a terminal: at most 64 bytes of it, control
/// characters as '?'.
inline std::string quoted(std::string_view name) {
  constexpr std::size_t longest = 64;
  std::string result = "\"";
  for (const char c : name.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    result += byte < 0x20 || byte == 0x7f ? '?' : c;
  }
  return result + (name.size() > longest ? "…\"" : "\"");
}

}  // namespace file_error_detail
}  // namespace kiln
