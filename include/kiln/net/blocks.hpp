// SPDX-License-Identifier: MIT
#pragma once
// Into how many rows a pass cuts a large batch, so that what layers leave for one another stays in
// a near cache. The rule only; the passes are net.hpp and training_pass.hpp.

#include <algorithm>
#include <cstddef>

namespace kiln {

/// Rows of a block in a training pass of the layers `Built`, a multiple of what a sparse layer
/// takes at once. Each block reads the weights and reads and writes their gradient, so what its
/// rows leave behind is as large as the weights; but 128 KiB at least, where both stay in the
/// second-level cache, and 64 rows. Half or twice as many rows cost up to 12 % more, more often
/// nothing.
template <class Built>
inline constexpr std::size_t block_rows = [] {
  constexpr std::size_t step = 64;
  const std::size_t size = 131072 / sizeof(typename Built::Scalar);
  std::size_t weights = 0;
  for (const auto& parameter : Built::parameters) weights += parameter.shape.size();
  const std::size_t row =
      Built::input.size() + 2 * Built::output.size() + Built::training_memory(step) / step;
  return std::max(step, std::max(size, weights) / row / step * step);
}();

/// Whether a batch of n rows is cut into blocks: from four of them on.
template <class Built>
constexpr bool takes_blocks(std::size_t n) {
  return n >= 4 * block_rows<Built>;
}

/// The length of the blocks of n rows for a team of `parts`: all rows where there are none.
template <class Built>
constexpr std::size_t block_length(std::size_t n, std::size_t parts = 1) {
  return takes_blocks<Built>(n / parts) ? block_rows<Built> * parts : n;
}

/// The rows of the next block, where `left` of them are left: the last one takes the rest.
constexpr std::size_t next_block(std::size_t left, std::size_t length) {
  return left < 2 * length ? left : length;
}

}  // namespace kiln
