// SPDX-License-Identifier: MIT
#pragma once
// The sentences a user reads when shapes or losses do not fit a net: one fact each, checked where
// the net is called.

#include <cstddef>
#include <span>
#include <type_traits>

#include <kiln/concepts.hpp>
#include <kiln/tensor/as_rows.hpp>

namespace kiln::checks {

// Structs, since those are checked at once, where g++ would put off a function; and named by alias
// templates, since each level of calls is three more lines for the user to read.

/// Nothing to check before run time.
struct Unknown {};

/// The input must hold the net's scalars.
template <bool Holds>
struct Scalars {
  static_assert(Holds,
                "predict: the input must be an array, vector, span, tensor or view of the "
                "net's scalars: float for Net, T for BasicNet<T, ...>");
};

/// Got and Expected must be equal: plain numbers, so that every compiler prints them.
template <std::size_t Got, std::size_t Expected>
struct SameSize {
  static_assert(Got == Expected,
                "predict: the input has another number of elements than the net's input shape");
};

/// Got elements must be rows of Expected elements, no more than Capacity of them.
template <std::size_t Got, std::size_t Expected, std::size_t Capacity>
struct WholeRows {
  static_assert(Got % Expected == 0,
                "predict: the input has another number of elements than the net's input shape");
  static_assert(Got <= Capacity * Expected,
                "Workspace<Net, Batch>: the batch has more rows than the workspace's capacity");
};

/// True where `X` holds numbers of type `T`.
template <class X, class T>
inline constexpr bool holds = Elements<const X, T>;
template <class E, Shape Row, class T>
inline constexpr bool holds<Rows<E, Row>, T> = std::is_same_v<std::remove_const_t<E>, T>;

/// What `X` must be to be one sample of shape `In`.
template <class X, class T, Shape In>
using OneSample =
    std::conditional_t<!holds<X, T>, Scalars<holds<X, T>>,
                       std::conditional_t<static_size_of<X> == std::dynamic_extent, Unknown,
                                          SameSize<static_size_of<X>, In.size()>>>;

/// What `X` must be to hold whole samples of shape `In`, no more than Batch of them.
template <class X, class T, Shape In, std::size_t Batch>
using Samples = std::conditional_t<
    !holds<X, T>, Scalars<holds<X, T>>,
    std::conditional_t<other_rows<X, In>, SameSize<row_width_of<X>, In.size()>,
                       std::conditional_t<static_size_of<X> == std::dynamic_extent, Unknown,
                                          WholeRows<static_size_of<X>, In.size(), Batch>>>>;

/// Whether `Loss` gives the delta of layer `Last` itself.
template <class Loss, class Last>
inline constexpr bool fused = [] {
  if constexpr (requires { Loss::template fuses_with<typename Last::Activation>; }) {
    return Loss::template fuses_with<typename Last::Activation>;
  } else {
    return false;
  }
}();

/// Whether `Loss` may stand behind layer `Last`: one that can only be fused needs its activation.
template <class Loss, class Last>
inline constexpr bool fits = fused<Loss, Last> || !requires {
  Loss::template fuses_with<void>;
};

/// The loss must fit the net's last layer.
template <bool Fits>
struct LossFits {
  static_assert(Fits, "CrossEntropy needs probabilities: end the net in Dense<N, Softmax>");
};

/// Whether `D` is a description of layers, on inputs of shape `In` for one.
template <class D, class T, Shape In>
inline constexpr bool is_description = LayerDescription<D, T, In>;

}  // namespace kiln::checks
