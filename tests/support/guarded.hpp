// SPDX-License-Identifier: MIT
#pragma once
// Memory that ends where a page ends: reading or writing one element beyond it is a crash, in every
// build. What stands before it is filled with a canary. For Linux and other POSIX systems.

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <vector>

namespace support {

/// `n` elements; nothing after them can be read or written.
template <class T>
class Guarded {
 public:
  explicit Guarded(std::size_t n) : n_(n) {
    const std::size_t page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    usable_ = (n * sizeof(T) + canaries + page - 1) / page * page;
    bytes_ = usable_ + page;
    void* const memory =
        mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    memory_ = static_cast<std::byte*>(memory);
    if (mprotect(memory_ + usable_, page, PROT_NONE) != 0) throw std::bad_alloc();
    std::memset(memory_, canary, usable_);
  }
  explicit Guarded(const std::vector<T>& values) : Guarded(values.size()) {
    if (n_ > 0) std::memcpy(data(), values.data(), n_ * sizeof(T));
  }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;
  ~Guarded() { munmap(memory_, bytes_); }

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
