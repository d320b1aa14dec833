// SPDX-License-Identifier: MIT
// expect: an_extent_of_a_Shape_must_be_at_least_1
// numbers: 0
#include <kiln/tensor/shape.hpp>

#ifdef FIXED
constexpr kiln::Shape shape{2, 1};
#else
constexpr kiln::Shape shape{2, 0};
#endif

int main() { return static_cast<int>(shape.size()); }
