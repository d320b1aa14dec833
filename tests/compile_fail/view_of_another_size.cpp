// SPDX-License-Identifier: MIT
// expect: View: the array or span must hold as many elements as the shape
// numbers: 4 3
#include <array>

#include <kiln/tensor/view.hpp>

int main() {
#ifdef FIXED
  std::array<float, 3> numbers{1, 2, 3};
#else
  std::array<float, 4> numbers{1, 2, 3, 4};
#endif
  const kiln::View<float, 3> view(numbers);
  return view(0) > 0;
}
