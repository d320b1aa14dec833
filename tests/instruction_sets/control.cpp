// SPDX-License-Identifier: MIT
// The control: a kernel that loses its last term in one output. The program must report it.

#include "kernels/matmul.hpp"

namespace {

using kiln::simd::default_arch, kiln::simd::plain;

void forgetful(std::size_t rows, std::size_t depth, kiln::Straight<float> a, const float* b,
               const kiln::Store<float>& store) {
  matmul_test::kernels_of<float, 10, default_arch>().forward(rows, depth, a, b, store);
  store.y[9] -= a(0, depth - 1) * b[(depth - 1) * 10 + 9];
}

BOOST_AUTO_TEST_CASE(a_kernel_that_loses_a_term_is_noticed) {
  matmul_test::Width<float> kernels{10, matmul_test::kernels_of<float, 10, plain>(),
                                    matmul_test::kernels_of<float, 10, default_arch>()};
  kernels.plain.forward = kernels.registers.forward = forgetful;
  matmul_test::check_width(kernels, matmul_test::Data::integers, 31);
}

}  // namespace
