// SPDX-License-Identifier: MIT
#pragma once
// How a pass is divided among the members of a team, each a thread, or among one: by outputs, so
// that each is computed by one member, in the order in which one alone computes it. No thread is
// made here (train/thread_pool.hpp).

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace kiln {

/// Neighbouring rows of a batch or of a tensor.
struct Range {
  std::size_t first;  ///< the first of them
  std::size_t count;  ///< how many
};

/// A team of one, and the pool that runs it: for passes without threads.
struct Alone {
  static constexpr std::size_t part() { return 0; }   ///< the only one
  static constexpr std::size_t parts() { return 1; }  ///< one
  static constexpr void barrier() {}                  ///< nobody to wait for
  /// Calls f with the team.
  template <class F>
  static constexpr void run(const F& f) {
    f(Alone{});
  }
};

/// Whether a pass given this pool runs on the caller's thread alone, and so waits for nobody.
template <class Pool>
inline constexpr bool is_alone = std::is_same_v<std::remove_cvref_t<Pool>, Alone>;

/// Shares begin at multiples of this many rows, where a layer asks for nothing else. Equal shares
/// gain more than whole tiles: 100 rows of 784-50 take 51.5 µs as 50 + 50, 53.8 as 54 + 46, whole
/// tiles of 6 (bench/train/parallel).
inline constexpr std::size_t share_step = 2;

/// The rows out of `count` that are this member's. They begin at a multiple of `step`, and shares
/// differ by no more than a step and what the last one lacks. Empty where there are too few.
template <class Team>
constexpr Range share_of(const Team& team, std::size_t count, std::size_t step = share_step) {
  const std::size_t steps = (count + step - 1) / step, parts = team.parts();
  const auto begin = [&](std::size_t part) {
    return std::min(count, (steps * part + parts - 1) / parts * step);
  };
  const std::size_t first = begin(team.part());
  return {first, begin(team.part() + 1) - first};
}

}  // namespace kiln
