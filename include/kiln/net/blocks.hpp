// SPDX-License-Identifier: MIT
#pragma once
// Into how many rows a training pass cuts a large batch, so that what layers leave for one another
// stays in a near cache. The rule only; the pass is training_pass.hpp.

#include <algorithm>
#include <cstddef>

namespace kiln {

namespace blocks_detail {
inline constexpr std::size_t step = 16;   // whole tiles, and an equal start for every thread's rows
inline constexpr std::size_t fewest = 4;  // blocks: with less there is little to gain
}  // namespace blocks_detail

/// The least rows of a block in a training pass of the layers `Built`. Each block reads the weights
/// and reads and writes their gradient, so what its rows leave behind is as large as the weights;
/// but 128 KiB at least, where both stay in the second-level cache, and 64 rows. Anything from a
/// quarter to twice as many rows is within 10 % (bench/train/trainer).
template <class Built>
inline constexpr std::size_t block_rows = [] {
  constexpr std::size_t step = blocks_detail::step, least = 64;
  const std::size_t size = 131072 / sizeof(typename Built::Scalar);
  std::size_t weights = 0;
  for (const auto& parameter : Built::parameters) weights += parameter.shape.size();
  const std::size_t row =
      Built::input.size() + 2 * Built::output.size() + Built::training_memory(step) / step;
  return std::max(least, std::max(size, weights) / row / step * step);
}();

/// Whether a batch of n rows is cut into blocks.
template <class Built>
constexpr bool takes_blocks(std::size_t n) {
  return n >= blocks_detail::fewest * block_rows<Built>;
}

/// The length of the blocks of n rows for a team of `parts`: as equal as can be, but for the last.
template <class Built>
constexpr std::size_t block_length(std::size_t n, std::size_t parts) {
  if (!takes_blocks<Built>(n / parts)) return n;
  const std::size_t count = n / (block_rows<Built> * parts), length = (n + count - 1) / count;
  return (length + blocks_detail::step - 1) / blocks_detail::step * blocks_detail::step;
}

}  // namespace kiln
