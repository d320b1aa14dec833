// SPDX-License-Identifier: MIT
// How much stack passes touch: each runs on a thread whose stack is zeros before.
#include "real_time/passes.hpp"

#include <pthread.h>
#include <sys/mman.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace real_time {

namespace {

constexpr std::size_t size = 1 << 20;

/// The bytes from the lowest one that `pass` wrote to the top of the stack.
std::size_t touched_by(Pass pass) {
  void* const memory =
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) std::abort();
  pthread_attr_t attributes;
  pthread_t thread;
  if (pthread_attr_init(&attributes) != 0 || pthread_attr_setstack(&attributes, memory, size) != 0)
    std::abort();
  const auto run = [](void* which) -> void* {
    static_cast<const Pass*>(which)->run();
    return nullptr;
  };
  if (pthread_create(&thread, &attributes, run, &pass) != 0) std::abort();
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  const char* const bottom = static_cast<const char*>(memory);
  const char* const lowest = std::find_if(bottom, bottom + size, [](char c) { return c != 0; });
  const std::size_t touched = static_cast<std::size_t>(bottom + size - lowest);
  munmap(memory, size);
  return touched;
}

}  // namespace

std::size_t most_stack(std::span<const Pass> passes) {
  // What the thread itself takes, its thread-local storage among it.
  const std::size_t nothing = touched_by({"nothing", [] {}});
  std::size_t most = 0;
  for (const Pass& pass : passes) {
    const std::size_t bytes = touched_by(pass) - nothing;
    if (bytes > most) std::printf("%zu bytes of stack: %s\n", bytes, pass.name);
    most = std::max(most, bytes);
  }
  return most;
}

}  // namespace real_time
