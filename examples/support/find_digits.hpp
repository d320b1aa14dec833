// SPDX-License-Identifier: MIT
#pragma once
// Where the main job's data comes from: a folder that was named, the folder of the test data, a
// download, or, with none of these, digits that the library draws itself.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <kiln/data/synthetic_digits.hpp>
#include <kiln/io/mnist.hpp>

namespace examples {

/// Runs the download script; false where it found no network. What it says is not shown.
inline bool download_mnist([[maybe_unused]] const std::string& folder) {
#if defined(KILN_CMAKE_COMMAND) && defined(KILN_FETCH_SCRIPT)
  std::printf("MNIST: downloading to %s\n", folder.c_str());
  std::fflush(stdout);
  const std::string command = "\"" KILN_CMAKE_COMMAND "\" \"-DDESTINATION=" + folder +
                              "\" -P \"" KILN_FETCH_SCRIPT "\" > /dev/null 2>&1";
  return std::system(command.c_str()) == 0;
#else
  return false;
#endif
}

/// MNIST, as bytes, from `folder` if one is named, else from $KILN_DATA_DIR/mnist, else downloaded
/// into `download`; else 60,000 + 10,000 drawn digits.
///
/// Throws   kiln::FileError where a folder that was named, or found, does not hold MNIST.
inline kiln::MnistBytes find_digits(const std::string& folder, const std::string& download) {
  std::string from = folder;
  if (from.empty()) {
    const char* const data = std::getenv("KILN_DATA_DIR");
    const std::string found = data != nullptr ? std::string(data) + "/mnist" : "";
    if (std::filesystem::is_directory(found)) from = found;
  }
  if (from.empty() && download_mnist(download)) from = download;
  if (!from.empty()) {
    kiln::MnistBytes mnist = kiln::load_mnist_bytes(from);
    std::printf("MNIST: from %s\n", from.c_str());
    return mnist;
  }
  std::printf("no MNIST was found or downloaded: training on digits drawn by kiln itself\n");
  return {kiln::synthetic_digit_bytes(60'000, 0), kiln::synthetic_digit_bytes(10'000, 1)};
}

}  // namespace examples
