// SPDX-License-Identifier: MIT
// expect: a layer's memory must be the same for each row, so that a slice of a batch is a batch
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/layers/in_team.hpp>

// A layer of a user's own that keeps one number more than its rows'.
struct Own : kiln::DenseLayer<float, kiln::Shape{3}, 2, kiln::Identity> {
  static constexpr std::size_t training_memory(std::size_t n) {
#ifdef FIXED
    return n;
#else
    return n + 1;
#endif
  }
};

int main() { return sizeof(kiln::InTeam<Own>) > 1 ? 1 : 0; }
