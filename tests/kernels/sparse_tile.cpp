// SPDX-License-Identifier: MIT
#include <kiln/kernels/sparse_tile.hpp>

#include <boost/test/unit_test.hpp>

#include "support/architectures.hpp"

namespace {

// A group's rows, the sums and one factor must stay in registers.
BOOST_AUTO_TEST_CASE(a_group_fits_in_the_registers) {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      using Tiling = kiln::SparseTiling<float, Arch>;
      constexpr std::size_t strip = Tiling::panel / kiln::simd::lanes<float, Arch>;
      BOOST_TEST((Tiling::group + 1) * strip + 1 <= kiln::simd::register_count<Arch>);
      BOOST_TEST(Tiling::block % Tiling::group == 0U);
    }
  });
}

BOOST_AUTO_TEST_CASE(the_union_of_words_has_the_bits_of_each) {
  const std::uint64_t words[] = {1, 2, 0x8000000000000000, 4, 8};
  BOOST_TEST(kiln::sparse_tile::any_of<1>(words) == 1U);
  BOOST_TEST(kiln::sparse_tile::any_of<2>(words) == 3U);
  BOOST_TEST(kiln::sparse_tile::any_of<4>(words) == 0x8000000000000007U);
}

// Only the rows whose bits are set, only the sums that a term belongs to.
BOOST_AUTO_TEST_CASE(terms_are_added_to_the_rows_whose_bits_are_set) {
  support::for_each_architecture([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      using Strip = kiln::simd::Strip<float, Arch, 3>;
      constexpr std::size_t chains = 2, row = chains * Strip::padded;
      alignas(64) float sum[64 * row] = {};
      float x[64 * 4];
      for (int i = 0; i < 256; ++i) x[i] = static_cast<float>(i % 7 - 3);
      const float w[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
      kiln::sparse_tile::add_terms<Arch, 3, chains, 0, 4>(0x8000000000000021, x, 4, w, 3, sum);
      for (std::size_t r = 0; r < 64; ++r) {
        const bool set = r == 0 || r == 5 || r == 63;
        for (std::size_t j = 0; j < 3; ++j) {
          const float* const from = x + 4 * r;
          const float even = from[0] * w[j] + from[2] * w[6 + j];
          const float odd = from[1] * w[3 + j] + from[3] * w[9 + j];
          BOOST_TEST(sum[r * row + j] == (set ? even : 0));
          BOOST_TEST(sum[r * row + Strip::padded + j] == (set ? odd : 0));
        }
      }
    }
  });
}

}  // namespace
