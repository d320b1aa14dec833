// SPDX-License-Identifier: MIT
#include <kiln/simd/transpose.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <numeric>
#include <vector>

#include "support/architectures.hpp"
#include "support/guarded.hpp"

namespace {

// Every size around the blocks; what is beyond the matrices must be neither read nor written.
template <class T, class Arch>
std::size_t wrong(std::size_t rows, std::size_t columns, std::size_t gap) {
  const std::size_t from_row = columns + gap, to_row = rows + gap;
  std::vector<T> numbers((rows - 1) * from_row + columns);
  std::iota(numbers.begin(), numbers.end(), T(1));
  const support::Guarded<T> from(numbers);
  support::Guarded<T> to(std::vector<T>((columns - 1) * to_row + rows, T(-1)));
  kiln::simd::transpose<Arch>(rows, columns, static_cast<const T*>(from.data()), from_row,
                              to.data(), to_row);
  std::size_t count = to.untouched_before(to.size()) ? 0 : 1;
  for (std::size_t at = 0; at < to.size(); ++at) {
    const std::size_t i = at % to_row, j = at / to_row;
    count += to.data()[at] == (i < rows ? numbers[i * from_row + j] : T(-1)) ? 0 : 1;
  }
  return count;
}

template <class T>
void check() {
  support::for_each_architecture([]<class Arch>(Arch) {
    for (std::size_t rows = 1; rows <= 35; ++rows) {
      for (std::size_t columns = 1; columns <= 20; ++columns) {
        for (const std::size_t gap : {0, 3}) {
          const std::size_t count = wrong<T, Arch>(rows, columns, gap);
          BOOST_TEST(count == 0U, rows << " × " << columns << ", gap " << gap << ": " << count);
        }
      }
    }
  });
}

// Register c holds column c; rows beyond the lanes and columns beyond the fourth are not read.
BOOST_AUTO_TEST_CASE(four_columns_are_read_into_registers) {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::turns<float, Arch>) {
      constexpr std::size_t lanes = kiln::simd::lanes<float, Arch>;
      for (const std::size_t row : {std::size_t{4}, std::size_t{7}}) {
        std::vector<float> numbers((lanes - 1) * row + 4);
        std::iota(numbers.begin(), numbers.end(), 1.0F);
        const support::Guarded<float> from(numbers);
        const auto columns = kiln::simd::columns<Arch>(from.data(), row);
        for (std::size_t c = 0; c < 4; ++c) {
          alignas(64) float column[lanes];
          columns[c].store_aligned(column);
          for (std::size_t r = 0; r < lanes; ++r) BOOST_TEST(column[r] == numbers[r * row + c]);
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(floats_of_any_rows_and_columns_are_turned_over) { check<float>(); }
BOOST_AUTO_TEST_CASE(doubles_of_any_rows_and_columns_are_turned_over) { check<double>(); }

}  // namespace
