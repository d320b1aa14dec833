// SPDX-License-Identifier: MIT
// expect: the_size_of_a_Shape_must_fit_in_size_t
// numbers: 4294967296
#include <kiln/tensor/shape.hpp>

#ifdef FIXED
constexpr kiln::Shape shape{4294967296, 2};
#else
constexpr kiln::Shape shape{4294967296, 4294967296};
#endif

int main() { return shape.rank == 2 ? 0 : 1; }
