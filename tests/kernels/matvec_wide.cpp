// SPDX-License-Identifier: MIT
#include "matvec.hpp"

namespace {

using kiln::simd::default_arch;

BOOST_AUTO_TEST_CASE(one_row_of_floats_is_exact_and_has_the_plain_loops_bits_at_widths_71_to_140) {
#if KILN_NIGHTLY
  matvec_test::check_range<float, default_arch, 71, 70>();
#else
  matvec_test::check_widths<float, default_arch, 72, 79, 80, 81, 95, 96, 97, 100, 101, 112, 113,
                            120, 126, 127, 128, 129, 131, 140>();
#endif
}

// Several passes over W.
BOOST_AUTO_TEST_CASE(rows_wider_than_the_registers_take_several_passes) {
  matvec_test::check_widths<float, default_arch, 255, 256, 257, 272, 300, 521>();
}

}  // namespace
