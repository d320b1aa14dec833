// SPDX-License-Identifier: MIT
#pragma once
// Where the tests of real files find them.

#include <cstdio>
#include <cstdlib>
#include <filesystem>

// False, and a line that says so, where there are none.
inline bool data_is_there() {
  if (std::getenv("KILN_DATA_DIR") != nullptr) return true;
  std::puts("skipped: KILN_DATA_DIR is not set");
  return false;
}

// Requires data_is_there().
inline std::filesystem::path data_folder() { return std::getenv("KILN_DATA_DIR"); }
