// SPDX-License-Identifier: MIT
#pragma once
// Where a backward pass puts parameter gradients: over what was there, onto it, straight into an
// optimiser's step, or nowhere. A layer asks the sink which rows of a tensor are wanted, and for
// the epilogue of the product that computes them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <kiln/concepts.hpp>
#include <kiln/kernels/epilogue.hpp>
#include <kiln/layers/layout.hpp>
#include <kiln/layers/team.hpp>

namespace kiln {

/// Parameter gradients in memory: `Assign` or `Accumulate`, below.
template <class T, class Layout, bool Adds, std::size_t First = 0>
struct StoredGradient {
  static constexpr bool wanted = true;  ///< parameter gradients are computed
  static constexpr bool whole = true;   ///< rows() is all of them
  Block<T, Layout, First> gradient;     ///< same layout as the trained parameters

  /// The sink of a child whose tensors begin at this layer's tensor `I`.
  template <std::size_t I>
  constexpr StoredGradient<T, Layout, Adds, First + I> from() const {
    return {gradient.template from<I>()};
  }
  /// The sink of the rows of a batch that follow.
  constexpr StoredGradient<T, Layout, true, First> rest() const { return {gradient}; }
  /// All rows of a tensor of `count`.
  constexpr Range rows(std::size_t count, std::size_t = share_step) const { return {0, count}; }
  /// Takes the sums of tensor `I` from row `first` on; its rows are `row` long.
  template <std::size_t I>
  constexpr Store<T> epilogue(std::size_t row, std::size_t first = 0) const {
    T* const to = gradient.template at<I>().data() + first * row;
    return {to, row, Adds ? to : nullptr, Adds ? row : 0};
  }
};

/// Gradients replace what was there: no clearing between batches.
template <class T, class Layout>
using Assign = StoredGradient<T, Layout, false>;

/// Gradients are added: several batches make one. The same deltas in two parts, one after the
/// other, give the same bits as at once (each call's loss is the mean over its own rows).
template <class T, class Layout>
using Accumulate = StoredGradient<T, Layout, true>;

/// No parameter gradients: only the input's is wanted.
struct Discard {
  static constexpr bool wanted = false;  ///< parameter gradients are not computed

  /// The sink of a child.
  template <std::size_t>
  constexpr Discard from() const {
    return {};
  }
  /// The sink of the rows of a batch that follow.
  constexpr Discard rest() const { return {}; }
};

/// The optimiser's step in a product's epilogue: the finished sum is the gradient of p[i][j].
template <class T, class Rule, std::size_t Slots>
struct UpdateEpilogue {
  T* p;                         ///< the tensor
  std::array<T*, Slots> state;  ///< its optimiser state
  std::size_t row;              ///< from one of its rows to the next
  Rule rule;                    ///< of this step; a copy, which no store of p can change

  /// The same of the outputs from (i, j) on.
  KILN_INLINE constexpr UpdateEpilogue from(std::size_t i, std::size_t j) const {
    const std::size_t at = i * row + j;
    UpdateEpilogue result{p + at, state, row, rule};
    for (T*& s : result.state) s += at;
    return result;
  }
  /// True: sums are gradients.
  KILN_INLINE constexpr bool begins_with_zeros() const { return true; }
  /// Whether the tensor leaves the nearest cache: a tile's sums take longer than the way from the
  /// third-level one (1.03× for a step of 784-512-512-10, bench/train/trainer).
  KILN_INLINE bool is_distant(std::size_t rows, std::size_t) const {
    return rows * row * sizeof(T) > cached_result;
  }
  /// Asks for what `finish` will read.
  template <std::size_t Columns>
  KILN_INLINE void prefetch(std::size_t i, std::size_t j, std::size_t rows) const {
    for (const std::size_t end = i + rows; i < end; ++i) {
      const std::size_t at = i * row + j;
      simd::prefetch<Columns * sizeof(T)>(p + at);
      for (T* const s : state) simd::prefetch<Columns * sizeof(T)>(s + at);
    }
  }
  /// Zero.
  template <class Segment>
  KILN_INLINE constexpr auto start(Segment, std::size_t, std::size_t) const {
    return typename Segment::Vector(T(0));
  }
  /// p ← rule(p, sum).
  template <class Segment, class V>
  KILN_INLINE constexpr void finish(Segment, const V& sum, std::size_t i, std::size_t j) const {
    const std::size_t at = i * row + j;
    [&]<std::size_t... Slot>(std::index_sequence<Slot...>) KILN_INLINE_LAMBDA {
      V x = Segment::load(p + at);
      [&](auto... s) KILN_INLINE_LAMBDA {
        rule(x, sum, s...);
        (Segment::store_apart(state[Slot] + at, s), ...);
      }(Segment::load(state[Slot] + at)...);
      Segment::store_apart(p + at, x);
    }
    (std::make_index_sequence<Slots>());
  }
};

/// Gradients are never stored: each moves its parameter at once. Equal to a stored gradient and
/// `update` bit for bit, 1.05× faster.
template <class T, class Layout, class Rule, std::size_t Slots, std::size_t First = 0>
struct Apply {
  static constexpr bool wanted = true;  ///< parameter gradients are computed
  static constexpr bool whole = true;   ///< rows() is all of them
  Block<T, Layout, First> block;        ///< the net's parameters
  T* state;                             ///< Slots × trained elements
  const Rule& rule;                     ///< of this step

  /// The sink of a child whose tensors begin at this layer's tensor `I`.
  template <std::size_t I>
  constexpr Apply<T, Layout, Rule, Slots, First + I> from() const {
    return {block.template from<I>(), state, rule};
  }
  /// All rows of a tensor of `count`.
  constexpr Range rows(std::size_t count, std::size_t = share_step) const { return {0, count}; }
  /// Takes the sums of tensor `I` from row `first` on; its rows are `row` long.
  template <std::size_t I>
  constexpr UpdateEpilogue<T, Rule, Slots> epilogue(std::size_t row, std::size_t first = 0) const {
    const std::size_t at = Block<T, Layout, First>::template offset<I> + first * row;
    UpdateEpilogue<T, Rule, Slots> result{block.data + at, {}, row, rule};
    for (std::size_t s = 0; s < Slots; ++s) {
      result.state[s] = state + s * Layout::positions.trained + at;
    }
    return result;
  }
};

/// One team member's share of `Sink`: each row of a tensor is one member's. A layer that does not
/// ask for its rows does not compile with it: it would compute every gradient once for each member.
template <class Sink, class Team>
struct Share {
  static constexpr bool wanted = Sink::wanted;   ///< as of the whole
  static constexpr bool whole = is_alone<Team>;  ///< rows() is all of them
  Sink sink;                                     ///< the whole
  const Team& team;                              ///< its member

  /// The sink of a child whose tensors begin at this layer's tensor `I`.
  template <std::size_t I>
  constexpr auto from() const {
    return Share<decltype(sink.template from<I>()), Team>{sink.template from<I>(), team};
  }
  /// This member's rows of a tensor of `count`, from a multiple of `step` on.
  constexpr Range rows(std::size_t count, std::size_t step = share_step) const {
    return share_of(team, count, step);
  }
  /// Takes the sums of tensor `I` from row `first` on; its rows are `row` long.
  template <std::size_t I>
  constexpr auto epilogue(std::size_t row, std::size_t first) const {
    return sink.template epilogue<I>(row, first);
  }
};

}  // namespace kiln
