// SPDX-License-Identifier: MIT
// expect: View: the array or span must hold as many elements as the shape
// numbers: 4 6
#include <array>
#include <span>

#include <kiln/tensor/view.hpp>

int main() {
#ifdef FIXED
  std::array<float, 6> numbers{};
#else
  std::array<float, 4> numbers{};
#endif
  const kiln::View<const float, kiln::Shape{2, 3}> view{std::span(numbers)};
  return view(0, 0) > 0;
}
