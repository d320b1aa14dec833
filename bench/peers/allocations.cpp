// SPDX-License-Identifier: MIT
// Counts allocations: stands in front of glibc's malloc and its kin, in the program itself or
// preloaded into another. operator new calls malloc.

#include <atomic>
#include <cerrno>
#include <cstddef>

namespace {
std::atomic<unsigned long> count{0};

void add_one() {  // not atomic as a whole, since all is single-threaded: costs nothing measurable
  count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}
}  // namespace

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t n, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

/// How often this process has allocated.
unsigned long kiln_peers_allocations() { return count.load(std::memory_order_relaxed); }

void* malloc(std::size_t size) {
  add_one();
  return __libc_malloc(size);
}
void* calloc(std::size_t n, std::size_t size) {
  add_one();
  return __libc_calloc(n, size);
}
void* realloc(void* old, std::size_t size) {
  add_one();
  return __libc_realloc(old, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  add_one();
  return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  add_one();
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** result, std::size_t alignment, std::size_t size) {
  add_one();
  *result = __libc_memalign(alignment, size);
  return *result != nullptr ? 0 : ENOMEM;
}
}
