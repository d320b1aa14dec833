// SPDX-License-Identifier: MIT
#pragma once
// What every reader and writer of files throws. Not here: how shapes and names stand in its text
// (text.hpp).

#include <filesystem>
#include <stdexcept>
#include <string>

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

}  // namespace kiln
