// SPDX-License-Identifier: MIT
// expect: Minibatches: rows of bytes need a divisor, 255 for pixels from 0 to 1
// numbers: none
#include <kiln/data/minibatches.hpp>

int main() {
  const std::array<std::uint8_t, 6> x{1, 2, 3, 4, 5, 6};
  const std::array<std::uint8_t, 2> labels{0, 1};
  const kiln::Rows<const std::uint8_t, 3> rows(x.data(), 2);
#ifdef FIXED
  kiln::Minibatches<float, 3, 1> batches(rows, labels, 255);
#else
  kiln::Minibatches<float, 3, 1> batches(rows, labels);
#endif
  batches.take(0, 1);
  return batches.labels()[0];
}
