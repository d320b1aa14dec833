// SPDX-License-Identifier: MIT
#pragma once
// How much memory a call takes at most: operator new is replaced and counts what is alive. To be
// included in one file of a program. Not counted: what C code takes by malloc; of kiln's readers
// that is zlib alone, whose inflate takes 40 KiB.

#include <malloc.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

#include <kiln/simd/compiler.hpp>

inline std::size_t bytes_alive = 0;
inline std::size_t most_bytes_alive = 0;

// What f() takes at most beyond what is alive already, in bytes; exceptions go through.
class PeakMemory {
 public:
  PeakMemory() : before_(bytes_alive) { most_bytes_alive = bytes_alive; }
  std::size_t bytes() const { return most_bytes_alive - before_; }

 private:
  std::size_t before_;
};

// Not inlined: g++ would see malloc meet delete and warn.
KILN_NOINLINE void* operator new(std::size_t size) {
  void* const memory = std::malloc(size > 0 ? size : 1);
  if (memory == nullptr) throw std::bad_alloc();
  bytes_alive += malloc_usable_size(memory);
  most_bytes_alive = std::max(most_bytes_alive, bytes_alive);
  return memory;
}
KILN_NOINLINE void operator delete(void* memory) noexcept {
  if (memory != nullptr) bytes_alive -= malloc_usable_size(memory);
  std::free(memory);
}
KILN_NOINLINE void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
