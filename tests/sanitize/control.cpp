// SPDX-License-Identifier: MIT
// Reads behind an array (argument `address`; `object`, where the compiler sees it), overflows an
// int (`undefined`) or steps from a null pointer (`pointer`).
#include <limits>
#include <string_view>

int main(int argc, char** argv) {
  if (argc < 2) return 0;
  const std::string_view fault(argv[1]);
  if (fault == "undefined") {
    volatile int most = std::numeric_limits<int>::max();
    most = most + argc;
    return most;
  }
  if (fault == "pointer") {
    int* volatile nothing = nullptr;
    const int* volatile next = nothing + argc;
    return next != nullptr;
  }
  if (fault == "object") {
    int pair[2] = {argc, argc};
    return *reinterpret_cast<long long*>(&pair[1]) != 0;
  }
  volatile int elements[4] = {1, 2, 3, 4};
  volatile int* const first = elements;
  return first[argc + 2];
}
