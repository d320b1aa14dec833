// SPDX-License-Identifier: MIT
#pragma once
// The sentences a user reads when shapes or losses do not fit a net: one fact each, checked where
// the net is called.

#include <cstddef>
#include <span>

#include <kiln/tensor/as_rows.hpp>

namespace kiln::checks {

/// Got and Expected must be equal: plain numbers, so that every compiler prints them.
template <std::size_t Got, std::size_t Expected>
struct SameSize {
  static_assert(Got == Expected,
                "predict: the input has another number of elements than the net's input shape");
};

/// Got must be a multiple of Expected.
template <std::size_t Got, std::size_t Expected>
struct WholeRows {
  static_assert(Got % Expected == 0,
                "predict: the input has another number of elements than the net's input shape");
};

/// Rows must not exceed Capacity.
template <std::size_t Rows, std::size_t Capacity>
struct Fits {
  static_assert(Rows <= Capacity,
                "Workspace<Net, Batch>: the batch has more rows than the workspace's capacity");
};

/// The width of one row where x is a batch of rows, 0 elsewhere.
template <class X>
inline constexpr std::size_t row_width_of = 0;
template <class T, Shape Row>
inline constexpr std::size_t row_width_of<Rows<T, Row>> = Row.size();

/// `X` is one sample of shape `In`.
template <class X, Shape In>
constexpr void one_sample() {
  if constexpr (static_size_of<X> != std::dynamic_extent) {
    (void)SameSize<static_size_of<X>, In.size()>{};
  }
}

/// `X` holds whole samples of shape `In`, no more than Batch of them.
template <class X, Shape In, std::size_t Batch>
constexpr void batch() {
  if constexpr (row_width_of<X> != 0) {
    (void)SameSize<row_width_of<X>, In.size()>{};
  } else if constexpr (static_size_of<X> != std::dynamic_extent) {
    (void)WholeRows<static_size_of<X>, In.size()>{};
    (void)Fits<static_size_of<X> / In.size(), Batch>{};
  }
}

/// Whether `Loss` gives the delta of layer `Last` itself.
template <class Loss, class Last>
inline constexpr bool fused = [] {
  if constexpr (requires { Loss::template fuses_with<typename Last::Activation>; }) {
    return Loss::template fuses_with<typename Last::Activation>;
  } else {
    return false;
  }
}();

/// A loss that can only be fused stands behind the activation it needs.
template <class Loss, class Last>
constexpr void loss_fits() {
  if constexpr (requires { Loss::template fuses_with<void>; }) {
    static_assert(fused<Loss, Last>,
                  "CrossEntropy needs probabilities: end the net in Dense<N, Softmax>");
  }
}

}  // namespace kiln::checks
