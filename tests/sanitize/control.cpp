// SPDX-License-Identifier: MIT
// Reads behind an array (argument `address`) or overflows an int (`undefined`).
#include <limits>
#include <string_view>

int main(int argc, char** argv) {
  if (argc < 2) return 0;
  if (std::string_view(argv[1]) == "undefined") {
    volatile int most = std::numeric_limits<int>::max();
    most = most + argc;
    return most;
  }
  volatile int elements[4] = {1, 2, 3, 4};
  volatile int* const first = elements;
  return first[argc + 2];
}
