// SPDX-License-Identifier: MIT
// The control of the fuzz targets: a reader of IDX data of rank 3 that believes its header.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 16 || data[0] != 0 || data[1] != 0 || data[2] != 8 || data[3] != 3) return 0;
  std::size_t total = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) total *= data[7 + 4 * axis];
  const std::vector<std::uint8_t> file(data, data + size);
  std::vector<std::uint8_t> pixels(total);
  std::copy_n(file.data() + 16, total, pixels.data());
  return 0;
}
