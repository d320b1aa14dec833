// SPDX-License-Identifier: MIT
#pragma once
// A layer's passes as one member of a team runs them: on its rows of the batch, and for its rows of
// each parameter's gradient. A layer itself knows of no team; only a chain is handed the team, for
// its children.

#include <algorithm>
#include <cstddef>

#include <kiln/concepts.hpp>
#include <kiln/layers/sink.hpp>
#include <kiln/layers/team.hpp>
#include <kiln/tensor/rows.hpp>

namespace kiln {

/// The passes of layer `L` for one member of a team. `memory` is that of the whole batch.
template <class L>
struct InTeam {
  using T = typename L::Scalar;                ///< the elements
  using X = Rows<const T, L::input>;           ///< a batch
  using Y = Rows<const T, L::output>;          ///< what becomes of it
  static constexpr bool is_chain = requires {  ///< whether it is handed the team
    L::takes_team;
  };
  static_assert(L::predict_memory(3) == 3 * L::predict_memory(1) &&
                    (is_chain || L::training_memory(3) == 3 * L::training_memory(1)),
                "a layer's memory must be the same for each row, so that a slice of a batch is a "
                "batch; put what is common to all rows in a parameter");

  /// y = f(x) for the member's rows, at most `most` of them at a time.
  template <class Arch, class B, class Team>
  static constexpr void predict(B p, X x, Rows<T, L::output> y, T* memory, std::size_t most,
                                const Team& team) {
    const auto [first, n] = share_of(team, x.count());
    for (std::size_t r = first; r < first + n; r += most) {
      const std::size_t count = std::min(most, first + n - r);
      L::template predict<Arch>(p, x.slice(r, count), y.slice(r, count),
                                memory + L::predict_memory(first));
    }
  }

  /// y = f(x) for the member's rows, leaving in memory what `backward` needs.
  template <class Arch, class B, class Team>
  static constexpr void forward(B p, X x, Rows<T, L::output> y, T* memory, const Training& training,
                                const Team& team) {
    if constexpr (is_chain) {
      L::template forward<Arch>(p, x, y, memory, training, team);
    } else {
      const auto [first, n] = share_of(team, x.count());
      if (n == 0) return;
      L::template forward<Arch>(p, x.slice(first, n), y.slice(first, n),
                                memory + L::training_memory(first), training);
    }
  }

  /// dL/dy becomes the delta, for the member's rows.
  template <class Arch, class Team>
  static constexpr void to_delta(Y y, const T* memory, T* dy, const Team& team) {
    if constexpr (is_chain) {
      L::template to_delta<Arch>(y, memory, dy, team);
    } else {
      const auto [first, n] = share_of(team, y.count());
      if (n == 0) return;
      L::template to_delta<Arch>(y.slice(first, n), memory + L::training_memory(first),
                                 dy + first * L::output.size());
    }
  }

  /// dL/dx of the member's rows. A chain gives its parameters' gradients with it.
  template <class Arch, class B, class Sink, class Team>
  static constexpr void input_gradient(B p, X x, Y y, T* memory, const T* dz, const Sink& sink,
                                       T* dx, const Team& team) {
    if constexpr (is_chain) {
      L::template backward<Arch, true>(p, x, y, memory, dz, sink, dx, team);
    } else {
      const auto [first, n] = share_of(team, x.count());
      if (n == 0) return;
      L::template backward<Arch, true>(
          p, x.slice(first, n), y.slice(first, n), memory + L::training_memory(first),
          dz + first * L::output.size(), Discard{}, dx + first * L::input.size());
    }
  }

  /// The member's share of the parameters' gradients, unless `input_gradient` has given them.
  template <class Arch, bool InputGradient, class B, class Sink, class Team>
  static constexpr void gradient(B p, X x, Y y, T* memory, const T* dz, const Sink& sink,
                                 const Team& team) {
    if constexpr (!Sink::wanted) {
      return;
    } else if constexpr (!is_chain) {
      L::template backward<Arch, false>(p, x, y, memory, dz, Share<Sink, Team>{sink, team},
                                        nullptr);
    } else if constexpr (!InputGradient) {
      L::template backward<Arch, false>(p, x, y, memory, dz, sink, nullptr, team);
    }
  }
};

}  // namespace kiln
