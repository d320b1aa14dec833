// SPDX-License-Identifier: MIT
#pragma once
// Writing a file so that there is always either the old one or the whole new one.

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include <kiln/io/file_error.hpp>

namespace kiln {

namespace replace_file_detail {

using Stream = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

inline std::string reason() { return std::generic_category().message(errno); }

// What a link names, so that the link stays. Only a regular file is ever replaced.
inline std::filesystem::path target(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto status = std::filesystem::status(file, ignored);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    throw FileError(file, "a file to write", "a folder or device");
  }
  if (!std::filesystem::is_symlink(file, ignored)) return file;
  const auto resolved = std::filesystem::weakly_canonical(file, ignored);
  return resolved.empty() ? file : resolved;
}

// A new file beside `file`; "x" never opens one that is there.
inline Stream open_beside(const std::filesystem::path& file, std::filesystem::path& name) {
  constexpr int attempts = 100;
  errno = 0;
  for (int i = 0; i < attempts; ++i) {
    name = file;
    name += ".part" + std::to_string(i);
    Stream stream(std::fopen(name.string().c_str(), "wbx"), &std::fclose);
    if (stream) return stream;
    if (errno != EEXIST) break;
  }
  throw FileError(file, "a file that can be written", "an error: " + reason());
}

}  // namespace replace_file_detail

/// Writes the parts, one behind the other, to a temporary file in the same folder, and renames that
/// to `file` when all is written. What stood there before is replaced then, or left as it was.
///
/// Throws   FileError where it cannot be written.
inline void replace_file(const std::filesystem::path& file,
                         const std::vector<std::span<const std::byte>>& parts) {
  const std::filesystem::path goal = replace_file_detail::target(file);
  std::filesystem::path temporary;
  auto stream = replace_file_detail::open_beside(goal, temporary);
  errno = 0;
  bool good = true;
  for (const auto part : parts) {
    if (part.empty()) continue;  // its pointer may be null
    good = good && std::fwrite(part.data(), 1, part.size(), stream.get()) == part.size();
  }
  good = std::fclose(stream.release()) == 0 && good;
  std::string why = good ? "" : replace_file_detail::reason();
  std::error_code error;
  if (good) std::filesystem::rename(temporary, goal, error);
  if (good && !error) return;
  if (error) why = error.message();
  std::filesystem::remove(temporary, error);
  throw FileError(file, "a file that can be written", "an error: " + why);
}

}  // namespace kiln
