// SPDX-License-Identifier: MIT
#pragma once
// Threads that share the passes of a net: net.predict(x, workspace, pool). Not part of kiln.hpp:
// programs without threads need no thread library. Link CMake's Threads::Threads.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include <kiln/simd/arch.hpp>
#include <kiln/simd/compiler.hpp>

namespace kiln {

/// A fixed number of threads, the caller among them, that run one function together. They are made
/// here and end with the pool; nothing is allocated in between. A thread that waits looks about for
/// 50 µs, most of them leaving the core to others, and then sleeps: an idle pool costs nothing, and
/// more threads than processors still get on.
///
/// Results are the same bits for any number of threads (of Sparse layers but for the sign of sums
/// that are zero). A pool serves one call at a time.
///
/// Cost     0.5 µs a call while its threads are awake (bench/train/parallel).
/// Example  kiln::ThreadPool pool(4);
///          trainer.step(images, labels, pool);
class ThreadPool {
 public:
  /// One of the threads, as the function that they run sees it.
  class Member {
   public:
    /// Number `part` of the pool's threads.
    Member(ThreadPool& pool, std::size_t part) : pool_(&pool), part_(part) {}
    std::size_t part() const { return part_; }              ///< its number; the caller's is 0
    std::size_t parts() const { return pool_->size(); }     ///< how many there are
    KILN_INLINE void barrier() const { pool_->barrier(); }  ///< returns when all have called it

   private:
    ThreadPool* pool_;
    std::size_t part_;
  };

  /// `threads` of them, of which the caller is one; by default one for each processor.
  template <class Arch = simd::default_arch>
  explicit ThreadPool(std::size_t threads = std::thread::hardware_concurrency())
      : ThreadPool(Size{std::max<std::size_t>(threads, 1)}) {
    // The object is complete: should a thread not start, the destructor ends those that did.
    workers_.reserve(size_ - 1);
    for (std::size_t part = 1; part < size_; ++part) {
      workers_.emplace_back([this, part] { work<Arch>(Member(*this, part)); });
    }
  }
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// Ends the threads.
  KILN_INLINE ~ThreadPool() {
    call_ = nullptr;
    begin();
    for (std::thread& worker : workers_) worker.join();
  }

  /// Number of threads, the caller included.
  std::size_t size() const { return size_; }

  /// Calls f(member) on every thread, as member number 0 on the caller's, and returns when all have
  /// returned. Requires that f does not throw, and that no other call of run is under way.
  template <class F>
  KILN_INLINE void run(const F& f) noexcept {
    if (size_ > 1) {
      call_ = [](const void* function, const Member& member) {
        (*static_cast<const F*>(function))(member);
      };
      function_ = &f;
      begin();
    }
    f(Member(*this, 0));
    barrier();
  }

 private:
  /// The size alone, so that the constructor that makes the threads delegates.
  struct Size {
    std::size_t value;
  };
  using Word = std::atomic<std::uint32_t>;

  explicit ThreadPool(Size size) : size_(size.value) {}

  /// Wakes the threads.
  KILN_INLINE void begin() {
    begun_.fetch_add(1);
    begun_.notify_all();
  }

  /// What a thread does until the pool ends.
  template <class Arch>
  void work(const Member member) {
    for (std::uint32_t seen = 0;; ++seen) {
      await(begun_, seen);
      if (call_ == nullptr) return;
      call_(function_, member);
      arrive();
    }
  }

  /// Counts this thread in; the last one lets the others pass. True for that one.
  KILN_INLINE bool arrive() {
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 != size_) return false;
    arrived_.store(0, std::memory_order_relaxed);
    passed_.fetch_add(1);
    passed_.notify_all();
    return true;
  }

  /// Returns when every thread is here.
  KILN_INLINE void barrier() {
    if (size_ == 1) return;
    const std::uint32_t passed = passed_.load(std::memory_order_relaxed);
    if (!arrive()) await(passed_, passed);
  }

  /// Returns when `word` is no longer `old`: looks about for some 3 µs, then lets others have the
  /// core in between, and after 50 µs sleeps.
  KILN_INLINE void await(const Word& word, std::uint32_t old) const {
    const auto moved = [&] { return word.load(std::memory_order_acquire) != old; };
    for (int turn = 0; turn < 64; ++turn) {
      if (moved()) return;
      KILN_PAUSE();
    }
    using Clock = std::chrono::steady_clock;
    for (const auto end = Clock::now() + std::chrono::microseconds(50); Clock::now() < end;) {
      if (moved()) return;
      std::this_thread::yield();
    }
    word.wait(old, std::memory_order_acquire);
  }

  // Each word on a line of its own, since threads watch one while others write the next.
  std::size_t size_;
  std::vector<std::thread> workers_;
  alignas(64) Word begun_{0};
  void (*call_)(const void*, const Member&) = nullptr;
  const void* function_ = nullptr;
  alignas(64) Word arrived_{0};
  alignas(64) Word passed_{0};
};

}  // namespace kiln
