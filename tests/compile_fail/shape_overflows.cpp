// SPDX-License-Identifier: MIT
// expect: the_size_of_a_Shape_must_fit_in_size_t
// numbers: 1073741824
#include <kiln/tensor/shape.hpp>

#ifdef FIXED
constexpr kiln::Shape shape{1 << 30, 1 << 20};
#else
constexpr kiln::Shape shape{1 << 30, 1 << 30};
#endif

int main() { return shape.rank == 2 ? 0 : 1; }
