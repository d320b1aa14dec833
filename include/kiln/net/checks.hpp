// SPDX-License-Identifier: MIT
#pragma once
// The sentences a user reads when shapes or losses do not fit a net: one fact each, checked where
// the net is called.

#include <cstddef>
#include <span>
#include <type_traits>

#include <kiln/concepts.hpp>
#include <kiln/losses/loss.hpp>
#include <kiln/losses/targets.hpp>
#include <kiln/net/workspace.hpp>
#include <kiln/tensor/as_rows.hpp>

namespace kiln::checks {

// Structs, since those are checked at once, where g++ would put off a function; and named by alias
// templates, since each level of calls is three more lines for the user to read.

/// Nothing to check before run time.
struct Unknown {
  static constexpr bool holds = true;  ///< as far as the compiler knows
};

/// The input must hold the net's scalars.
template <bool Holds>
struct Scalars {
  static constexpr bool holds = Holds;  ///< false only behind the message
  static_assert(holds,
                "predict: the input must be an array, vector, span, tensor or view of the "
                "net's scalars: float for Net, T for BasicNet<T, ...>");
};

/// Got and Expected must be equal: plain numbers, so that every compiler prints them.
template <std::size_t Got, std::size_t Expected>
struct SameSize {
  static constexpr bool holds = Got == Expected;  ///< false only behind the message
  static_assert(holds,
                "predict: the input has another number of elements than the net's input shape");
};

/// A workspace must have room for all rows.
template <std::size_t Rows, std::size_t Capacity>
struct InCapacity {
  static constexpr bool holds = Rows <= Capacity;  ///< false only behind the message
  static_assert(holds,
                "Workspace<Net, Batch>: the batch has more rows than the workspace's capacity");
};

/// As many targets as samples.
template <std::size_t Targets, std::size_t Samples>
struct AsManyTargets {
  static constexpr bool holds = Targets == Samples;  ///< false only behind the message
  static_assert(holds, "targets: give one label, or one row of numbers, for each sample");
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

/// The type of what `X` must be to hold whole samples of shape `In`, no more than Batch of them. A
/// function that is never called, since g++ 12 stumbles over aliases that take Net::input.
template <class X, class T, Shape In, std::size_t Batch>
constexpr auto samples() {
  constexpr std::size_t size = static_size_of<X>, width = In.size();
  if constexpr (!holds<X, T>) {
    return std::type_identity<Scalars<false>>{};
  } else if constexpr (other_rows<X, In>) {
    return std::type_identity<SameSize<row_width_of<X>, width>>{};
  } else if constexpr (size == std::dynamic_extent) {
    return std::type_identity<Unknown>{};
  } else if constexpr (size % width != 0) {
    return std::type_identity<SameSize<size, width>>{};
  } else {
    return std::type_identity<InCapacity<size / width, Batch>>{};
  }
}

/// The type of what samples for `Net` must be.
template <class Net, class X>
constexpr auto samples_of() {
  return samples<X, typename Net::Scalar, Net::input, std::dynamic_extent>();
}
/// As above, named.
template <class Net, class X>
using Samples = typename decltype(samples_of<Net, X>())::type;

/// The net and the capacity of a workspace; void and 0 for whatever is none.
template <class W>
struct WorkspaceOf {
  using net = void;                           ///< none
  static constexpr std::size_t capacity = 0;  ///< none
};
template <class Net, std::size_t Batch>
struct WorkspaceOf<Workspace<Net, Batch>> {
  using net = Net;                                ///< whose passes it serves
  static constexpr std::size_t capacity = Batch;  ///< rows at most
};

/// A pass of `Net` needs a workspace of this very net.
template <class Net, class Other>
struct OwnWorkspace {
  static constexpr bool holds = std::is_same_v<Net, Other>;  ///< false only behind the message
  static_assert(holds, "Workspace<Net, Batch>: a pass needs a workspace of this very net");
};

/// A pass writes into its workspace.
template <bool Const>
struct MutableWorkspace {
  static constexpr bool holds = !Const;  ///< false only behind the message
  static_assert(holds, "Workspace<Net, Batch>: a pass writes to it, so it must not be const");
};

/// The type of what a batch `X` for `Net` and its workspace `W` must be, of no more rows than Most.
template <class Net, class X, class W, std::size_t Most>
constexpr auto pass() {
  using T = typename Net::Scalar;
  if constexpr (std::is_const_v<W>) {
    return std::type_identity<MutableWorkspace<true>>{};
  } else if constexpr (!std::is_same_v<typename WorkspaceOf<W>::net, Net>) {
    return std::type_identity<OwnWorkspace<Net, typename WorkspaceOf<W>::net>>{};
  } else {
    return decltype(samples<X, T, Net::input, Most>()){};
  }
}
/// The type of what the targets of the batch `X` must be.
template <class Net, class X, class Targets>
constexpr auto targets_of_batch() {
  using Alone = typename decltype(targets<Targets, typename Net::Scalar, Net::output>())::type;
  constexpr std::size_t targets = targets_in<Targets, Net::output>;
  constexpr std::size_t samples =
      static_size_of<X> == std::dynamic_extent ? 0 : static_size_of<X> / Net::input.size();
  if constexpr (std::is_same_v<Alone, TargetsFit> && samples > 0 && targets > 0) {
    return std::type_identity<AsManyTargets<targets, samples>>{};
  } else {
    return std::type_identity<Alone>{};
  }
}

/// As above, named.
template <class Net, class X, class W, std::size_t Most = WorkspaceOf<W>::capacity>
using Pass = typename decltype(pass<Net, X, W, Most>())::type;

/// As above, named.
template <class Net, class X, class Targets>
using TargetsOfBatch = typename decltype(targets_of_batch<Net, X, Targets>())::type;

/// An initialiser, and an engine that it draws from.
template <class I, class Engine>
struct Drawing {
  static constexpr bool holds = Initializer<I, Engine>;  ///< false only behind the message
  static_assert(holds, "initialize(initializer, engine): pass one such as He{}, then an Engine");
};

/// The gradient must be the net's.
template <std::size_t Got, std::size_t Expected, bool Same>
struct OwnGradient {
  static constexpr bool holds = Got == Expected && Same;  ///< false only behind the message
  static_assert(holds, "gradient: it must be one of this very net: Net::Gradient");
};
/// How many numbers a gradient has; 0 for whatever is none.
template <class G>
inline constexpr std::size_t gradient_size = 0;
template <class G>
requires requires { G::storage_count; }
inline constexpr std::size_t gradient_size<G> = G::storage_count;

/// What the gradient `G` of `Net` must be.
template <class Net, class G>
using GradientOfNet =
    OwnGradient<gradient_size<G>, Net::trained_count, std::is_same_v<G, typename Net::Gradient>>;

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
  static constexpr bool holds = Fits;  ///< false only behind the message
  static_assert(holds, "CrossEntropy needs probabilities: end the net in Dense<N, Softmax>");
};

/// What is amiss with a loss behind `Net`.
template <class Net, class L>
using LossOf =
    std::conditional_t<!LossFunction<L>, Loss<L>, LossFits<fits<L, typename Net::OutputLayer>>>;

/// Whether `D` is a description of layers, on inputs of shape `In` for one.
template <class D, class T, Shape In>
inline constexpr bool is_description = LayerDescription<D, T, In>;

}  // namespace kiln::checks
