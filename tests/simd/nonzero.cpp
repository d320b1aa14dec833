// SPDX-License-Identifier: MIT
#include <kiln/simd/nonzero.hpp>

#include <boost/test/unit_test.hpp>
#include <limits>
#include <vector>

#include "support/architectures.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"

namespace {

namespace simd = kiln::simd;

// Half of the numbers are zeros, of both signs; among the others are those that are least like it
// and most: NaN, infinity, the smallest denormal.
template <class T>
std::vector<T> numbers(std::size_t n, std::uint64_t seed) {
  using Limits = std::numeric_limits<T>;
  const T all[] = {T(0),
                   -T(0),
                   T(1),
                   T(-0.5),
                   Limits::quiet_NaN(),
                   T(0),
                   Limits::infinity(),
                   -Limits::denorm_min(),
                   T(0),
                   -T(0)};
  support::Samples samples(seed);
  std::vector<T> x(n);
  for (T& v : x) v = all[samples.integer(0, 9)];
  return x;
}

// Which is what == says.
template <class T>
bool is_zero(T x) {
  return x == T(0);
}

template <class T, class Arch>
void check_rows() {
  std::size_t wrong = 0;
  for (std::size_t n = 0; n <= 64; ++n) {
    const support::Guarded<T> x(numbers<T>(n, n));
    const std::uint64_t word = simd::nonzero<Arch>(n, x.data());
    for (std::size_t i = 0; i < 64; ++i) {
      const bool expected = i < n && !is_zero(x.data()[i]);
      wrong += (word >> i & 1) == (expected ? 1U : 0U) ? 0 : 1;
    }
  }
  BOOST_TEST(wrong == 0U);
}

template <class T, class Arch>
void check_columns() {
  std::size_t wrong = 0;
  for (const std::size_t rows : {1, 2, 31, 32, 33, 63, 64}) {
    for (std::size_t columns = 1; columns <= 66; ++columns) {
      const std::size_t row = columns + 3;
      // The last row ends with its last column.
      const support::Guarded<T> x(numbers<T>((rows - 1) * row + columns, 100 * rows + columns));
      support::Guarded<std::uint64_t> out(columns);
      simd::nonzero_columns<Arch>(rows, columns, x.data(), row, out.data());
      for (std::size_t j = 0; j < columns; ++j) {
        std::uint64_t expected = 0;
        for (std::size_t r = 0; r < rows; ++r) {
          if (!is_zero(x.data()[r * row + j])) expected += std::uint64_t{1} << r;
        }
        wrong += out.data()[j] == expected ? 0 : 1;
      }
      wrong += out.untouched_before(columns) ? 0 : 1;
    }
  }
  BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_CASE(bits_of_a_row_are_set_where_it_is_not_zero) {
  support::for_each_architecture([]<class Arch>(Arch) {
    check_rows<float, Arch>();
    check_rows<double, Arch>();
  });
}

BOOST_AUTO_TEST_CASE(bits_of_columns_are_set_where_they_are_not_zero) {
  support::for_each_architecture([]<class Arch>(Arch) {
    check_columns<float, Arch>();
    check_columns<double, Arch>();
  });
}

}  // namespace
