// SPDX-License-Identifier: MIT
// A second file of the same program, which includes the core again and really reads files, so that
// it does not link without zlib.
#include <cstdlib>
#include <kiln/io/idx.hpp>
#include <kiln/io/safetensors.hpp>
#include <kiln/kiln.hpp>

namespace {
const bool checked = [] {
  try {
    kiln::read_idx("no such file");
  } catch (const kiln::FileError&) {
    return true;
  }
  std::abort();
}();
}  // namespace
