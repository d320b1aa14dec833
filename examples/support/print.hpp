// SPDX-License-Identifier: MIT
#pragma once
// Prints tensors, views and what masks pick, in parentheses: ((1, 2), (3, 4)).

#include <cstddef>
#include <cstdio>
#include <type_traits>

namespace examples {

/// The elements of x by printf's `format` for one of them, axis by axis; a number as it is.
template <class X>
void print_elements(const X& x, const char* format) {
  if constexpr (std::is_arithmetic_v<X>) {
    std::printf(format, static_cast<double>(x));
  } else {
    std::size_t extent = x.size();
    if constexpr (requires { X::shape; }) extent = X::shape[0];
    for (std::size_t i = 0; i < extent; ++i) {
      std::printf("%s", i == 0 ? "(" : ", ");
      print_elements(x[i], format);
    }
    std::printf(")");
  }
}

/// One line: what it is called, and its elements.
template <class X>
void print(const char* name, const X& x, const char* format = "%g") {
  std::printf("%s = ", name);
  print_elements(x, format);
  std::printf("\n");
}

}  // namespace examples
