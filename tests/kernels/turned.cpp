// SPDX-License-Identifier: MIT
#include <kiln/kernels/turned.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <utility>
#include <vector>

#include "support/architectures.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace {

// Σₖ d(i, k)·w(j, k) of small integers, whose float sums are exact in any order.
template <class Arch, std::size_t Height>
std::size_t wrong(std::size_t width, std::size_t depth) {
  support::Samples samples(100 * width + depth);
  const support::Guarded<float> d(samples.integers<float>(Height * depth, -255, 255));
  const support::Guarded<float> w(samples.integers<float>(width * depth, -255, 255));
  support::Guarded<float> y(std::vector<float>(Height * width, -1));
  kiln::Turned<float, Arch, Height>::multiply(depth, width, d.data(), w.data(), y.data());
  std::size_t count = y.untouched_before(y.size()) ? 0 : 1;
  for (std::size_t i = 0; i < Height; ++i) {
    for (std::size_t j = 0; j < width; ++j) {
      float sum = 0;
      for (std::size_t k = 0; k < depth; ++k)
        sum += d.data()[i * depth + k] * w.data()[j * depth + k];
      count += y.data()[i * width + j] == sum ? 0 : 1;
    }
  }
  return count;
}

// Depths around the four columns that are turned at once, widths around a register: the last of
// both overlap their neighbours, and nothing outside may be read or written.
BOOST_AUTO_TEST_CASE(every_number_of_rows_is_multiplied_at_every_edge) {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::turns<float, Arch>) {
      constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        for (std::size_t depth = 4; depth <= 13; ++depth) {
          for (std::size_t width = lanes; width <= 2 * lanes + 1; ++width) {
            const std::size_t count = (wrong<Arch, I + 1>(width, depth) + ...);
            BOOST_TEST(count == 0U, width << " wide, " << depth << " deep: " << count);
          }
        }
      }
      (std::make_index_sequence<kiln::turned_rows>());
    }
  });
}

}  // namespace
