// SPDX-License-Identifier: MIT
#pragma once
// A progress bar for a training loop: on a terminal it is redrawn in place; elsewhere it is only
// part of the lines that the loop prints.

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>

#ifdef _WIN32
#include <io.h>
#define isatty _isatty
#else
#include <unistd.h>
#endif

namespace examples {

/// Counts steps and tells how fast they go and how long the rest will take.
class Progress {
 public:
  /// For `total` steps, from now on.
  explicit Progress(std::size_t total) : total_(total), start_(Clock::now()) {}

  /// "[#####-----]  50 %  loss 0.312   4210 steps/s   1 s left" after `done` steps.
  std::string line(std::size_t done, double loss) const {
    constexpr std::size_t width = 20;
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    const double share = static_cast<double>(done) / static_cast<double>(total_);
    const double speed = seconds > 0 ? static_cast<double>(done) / seconds : 0;
    const double left = speed > 0 ? static_cast<double>(total_ - done) / speed : 0;
    std::string bar(static_cast<std::size_t>(share * width), '#');
    bar.resize(width, '-');
    char text[128];
    std::snprintf(text, sizeof text, "[%s] %3.0f %%  loss %.4f  %6.0f steps/s  %3.0f s left",
                  bar.c_str(), 100 * share, loss, speed, left);
    return text;
  }

  /// Redraws the bar where standard error is a terminal, at most ten times a second.
  void show(std::size_t done, double loss) {
    if (isatty(2) == 0 || Clock::now() - shown_ < std::chrono::milliseconds(100)) return;
    shown_ = Clock::now();
    std::fprintf(stderr, "\r%s", line(done, loss).c_str());
  }

  /// Clears the bar, so that a line can be printed.
  void clear() const {
    if (isatty(2) != 0) std::fprintf(stderr, "\r%80s\r", "");
  }

 private:
  using Clock = std::chrono::steady_clock;
  std::size_t total_;
  Clock::time_point start_, shown_{};
};

}  // namespace examples
