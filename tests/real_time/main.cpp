// SPDX-License-Identifier: MIT
// main [run|stack|system_calls] [control]: runs every pass, or the control of that name, three
// times, and measures the stack or forbids system calls. Ends with 1 where a promise is broken.
#include "real_time/passes.hpp"

#include <cstdio>
#include <string_view>

namespace {

using namespace real_time;

/// What passes and all that they call may take together. Panels of kernels are at most 32 KiB, an
/// optimiser's epilogue takes 16 KiB more (CONTRIBUTING.md), the rest is small.
constexpr std::size_t ceiling = 65536;

int check(std::string_view how, std::span<const Pass> some) {
  if (how == "stack") {
    const std::size_t most = most_stack(some);
    std::printf("at most %zu bytes of stack, %zu are allowed\n", most, ceiling);
    return most <= ceiling ? 0 : 1;
  }
  if (how == "system_calls") return first_system_call(some) < 0 ? 0 : 1;
  for (int turn = 0; turn < 3; ++turn) {
    for (const Pass& pass : some) pass.run();
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view how = count > 1 ? arguments[1] : "run";
  prepare();
  if (count <= 2) {
    std::printf("%zu passes\n", passes().size());
    return check(how, passes());
  }
  for (const Pass& control : controls()) {
    if (arguments[2] == std::string_view(control.name)) return check(how, {&control, 1});
  }
  std::printf("there is no control %s\n", arguments[2]);
  return 2;
}
