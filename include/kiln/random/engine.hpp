// SPDX-License-Identifier: MIT
#pragma once
// The random engine: xoshiro256++, the one generator that also runs in constant evaluation. The
// functions of this folder take std's engines just as well. Not for cryptography.
// Source: Blackman, Vigna, "Scrambled linear pseudorandom number generators", ACM Trans. Math.
// Softw. 47(4), 2021; the seed is spread by splitmix64 (Steele, Lea, Flood, OOPSLA 2014).

#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#include <kiln/simd/compiler.hpp>

namespace kiln {

/// A random engine with 256 bits of state and period 2^256 − 1, as the standard's engines are
/// called: `engine()` is the next 64 random bits. Satisfies std::uniform_random_bit_generator.
///
/// Example  Engine engine(42); float x = normal(engine);
class Engine {
 public:
  using result_type = std::uint64_t;  ///< what a call returns

  /// The engine that this seed stands for; every seed is a good one, 0 included.
  KILN_INLINE constexpr explicit Engine(std::uint64_t seed = 0) : state_{} {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15U;
      std::uint64_t mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9U;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
      word = mixed ^ (mixed >> 31);
    }
  }

  /// The next 64 random bits.
  KILN_INLINE constexpr std::uint64_t operator()() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// All that it is: Engine::at(engine.state()) == engine. For files.
  constexpr const std::array<std::uint64_t, 4>& state() const { return state_; }
  /// The engine of this state. Requires a word that is not 0.
  static constexpr Engine at(const std::array<std::uint64_t, 4>& state) {
    Engine engine;
    engine.state_ = state;
    return engine;
  }

  static constexpr std::uint64_t min() { return 0; }  ///< the smallest result
  static constexpr std::uint64_t max() {              ///< the largest result
    return std::numeric_limits<std::uint64_t>::max();
  }

  /// Equal engines give the same numbers from here on.
  friend constexpr bool operator==(const Engine&, const Engine&) = default;

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace kiln
