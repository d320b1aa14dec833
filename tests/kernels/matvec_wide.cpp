// SPDX-License-Identifier: MIT
#include "matvec.hpp"

namespace {

using kiln::simd::default_arch;

BOOST_AUTO_TEST_CASE(one_row_of_floats_is_exact_and_has_the_plain_loops_bits_beyond_width_70) {
  if constexpr (KILN_FEW_WIDTHS) {
    matvec_test::check_widths<float, default_arch, 80, 97, 112, 127, 128>();
  } else if constexpr (KILN_NIGHTLY) {
    matvec_test::check_range<float, default_arch, 71, 70>();
  } else {
    matvec_test::check_widths<float, default_arch, 72, 79, 80, 81, 95, 96, 97, 100, 101, 112, 113,
                              120, 126, 127, 128, 129, 131, 140>();
  }
}

// Several passes over W.
BOOST_AUTO_TEST_CASE(rows_wider_than_the_registers_take_several_passes) {
  if constexpr (KILN_FEW_WIDTHS) matvec_test::check_widths<float, default_arch, 256, 300, 521>();
  else matvec_test::check_widths<float, default_arch, 255, 256, 257, 272, 300, 521>();
}

}  // namespace
