// SPDX-License-Identifier: MIT
#pragma once
// Memory that ends where a page ends: reading or writing one element beyond it is a crash, in every
// build. What stands before it is filled with a canary. For POSIX systems and Windows; WebAssembly
// has no pages to guard, only the canary.

#if defined(_WIN32)
#if !defined(NOMINMAX)
#define NOMINMAX
#endif
#include <windows.h>
#else
#include <sys/mman.h>
#include <unistd.h>
#endif

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <vector>

namespace support {

namespace guarded_detail {
#if defined(_WIN32)
inline std::size_t page_size() {
  SYSTEM_INFO info;
  GetSystemInfo(&info);
  return info.dwPageSize;
}
inline void* get(std::size_t bytes) {
  return VirtualAlloc(nullptr, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}
inline bool forbid(void* memory, std::size_t bytes) {
  DWORD before = 0;
  return VirtualProtect(memory, bytes, PAGE_NOACCESS, &before) != 0;
}
inline void give_back(void* memory, std::size_t) { VirtualFree(memory, 0, MEM_RELEASE); }
#else
inline std::size_t page_size() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }
inline void* get(std::size_t bytes) {
  void* const memory =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}
inline bool forbid(void* memory, std::size_t bytes) {
  return mprotect(memory, bytes, PROT_NONE) == 0;
}
inline void give_back(void* memory, std::size_t bytes) { munmap(memory, bytes); }
#endif
}  // namespace guarded_detail

/// `n` elements; nothing after them can be read or written.
template <class T>
class Guarded {
 public:
  explicit Guarded(std::size_t n) : n_(n) {
    const std::size_t page = guarded_detail::page_size();
    usable_ = (n * sizeof(T) + canaries + page - 1) / page * page;
    bytes_ = usable_ + page;
    memory_ = static_cast<std::byte*>(guarded_detail::get(bytes_));
    if (memory_ == nullptr || !guarded_detail::forbid(memory_ + usable_, page)) {
      throw std::bad_alloc();
    }
    std::memset(memory_, canary, usable_);
  }
  explicit Guarded(const std::vector<T>& values) : Guarded(values.size()) {
    if (n_ > 0) std::memcpy(data(), values.data(), n_ * sizeof(T));
  }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;
  ~Guarded() { guarded_detail::give_back(memory_, bytes_); }

  /// The elements.
  T* data() const { return last(n_); }
  /// The last `n` elements, so that they end at the page's end.
  T* last(std::size_t n) const { return reinterpret_cast<T*>(memory_ + usable_) - n; }
  std::size_t size() const { return n_; }

  /// Everything becomes canary again.
  void clear() { std::memset(memory_, canary, usable_); }
  /// True while nothing before the last `n` elements was written since clear().
  bool untouched_before(std::size_t n) const {
    const std::byte* const end = memory_ + usable_ - n * sizeof(T);
    const std::byte* at = end - canaries < memory_ ? memory_ : end - canaries;
    for (; at < end; ++at) {
      if (*at != static_cast<std::byte>(canary)) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t canaries = 256;  // bytes, more than any register has
  static constexpr int canary = 0xA5;
  std::size_t n_, usable_ = 0, bytes_ = 0;
  std::byte* memory_ = nullptr;
};

}  // namespace support
