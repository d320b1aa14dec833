// SPDX-License-Identifier: MIT
#pragma once
// How shapes and names stand in the text of a FileError.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace kiln::text {

/// A shape: "(60000, 28, 28)".
inline std::string shape(std::span<const std::size_t> extents) {
  std::string result = "(";
  for (std::size_t i = 0; i < extents.size(); ++i) {
    result += (i == 0 ? "" : ", ") + std::to_string(extents[i]);
  }
  return result + ")";
}

/// A name out of a file, in quotes, fit for one line of a terminal: at most 64 (or so many) bytes
/// of it, control characters as '?'.
inline std::string quoted(std::string_view name, std::size_t longest = 64) {
  std::string result = "\"";
  for (const char c : name.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    result += byte < 0x20 || byte == 0x7f ? '?' : c;
  }
  return result + (name.size() > longest ? "…\"" : "\"");
}

}  // namespace kiln::text
