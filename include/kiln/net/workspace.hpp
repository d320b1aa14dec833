// SPDX-License-Identifier: MIT
#pragma once
// The memory of one pass, placed by the caller: as a static, a member, or on the stack if small.
// Its constructor writes nothing; read nothing from it that a pass did not write.

#include <cstddef>

#include <kiln/tensor/rows.hpp>

namespace kiln {

/// Memory for passes of `Net` over at most `Batch` rows: outputs, deltas and whatever the layers
/// keep between forward and backward. One for each thread.
template <class Net, std::size_t Batch>
class Workspace {
  static_assert(Batch >= 1, "Workspace<Net, Batch>: Batch must be at least 1");
  using T = typename Net::Scalar;

 public:
  using net_type = Net;                           ///< whose passes it serves
  static constexpr std::size_t capacity = Batch;  ///< rows at most

  /// Room for the outputs of n ≤ capacity rows; after a pass they are here.
  constexpr Rows<T, Net::output> output(std::size_t n) { return {output_, n}; }
  /// Room for dL/dy, then dL/dz, of n ≤ capacity rows.
  constexpr Rows<T, Net::output> delta(std::size_t n) { return {delta_, n}; }
  /// Room for what the layers keep.
  constexpr T* layers() { return layers_; }

 private:
  static constexpr std::size_t outputs = Batch * Net::output.size();
  static constexpr std::size_t memory = Net::training_memory(Batch) > Net::predict_memory(Batch)
                                            ? Net::training_memory(Batch)
                                            : Net::predict_memory(Batch);
  alignas(64) T output_[outputs];
  alignas(64) T delta_[outputs];
  alignas(64) T layers_[memory > 0 ? memory : 1];
};

}  // namespace kiln
