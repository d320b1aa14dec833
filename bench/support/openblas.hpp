// SPDX-License-Identifier: MIT
#pragma once
// What OpenBLAS reads before main() begins, and so must be said before the program starts: one
// thread, and the kernels of an Intel processor with AVX-512 also on those that are younger than it
// (0.3.21 falls back to SSE3's, 3 to 4 times slower). Not here: calls of it.

#include <cstdlib>

#ifdef __linux__
#include <unistd.h>
#endif

namespace bench {

/// Sets that (the kernels only where the environment does not name any) and starts the program anew
/// with the same arguments, once; children inherit it. Call it first in main().
inline void start_for_openblas([[maybe_unused]] char** arguments) {
#if defined(__linux__) && defined(__x86_64__)
  constexpr const char* started = "KILN_BENCH_STARTED";
  if (std::getenv(started) != nullptr) return;
  for (const char* name : {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}) {
    setenv(name, "1", 1);
  }
  if (__builtin_cpu_is("intel") && __builtin_cpu_supports("avx512f")) {
    setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
  }
  setenv(started, "1", 1);
  execv("/proc/self/exe", arguments);
#endif
}

}  // namespace bench
