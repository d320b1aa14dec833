// SPDX-License-Identifier: MIT
#pragma once
// The sentences a user reads when a trainer is given another net than its own.

#include <type_traits>

#include <kiln/net/net.hpp>

namespace kiln::checks {

/// `X` is a net.
template <class X>
inline constexpr bool is_net = false;
template <class T, Shape In, class... Layers>
inline constexpr bool is_net<BasicNet<T, In, Layers...>> = true;
template <class Net>
inline constexpr bool is_net<const Net> = is_net<Net>;

/// The net that a trainer is made for, and the one that it is given.
template <class Net, class Given>
struct TrainedNet {
  static_assert(!std::is_const_v<Given>, "Trainer<Net, ...>: a net that is const cannot learn");
  static_assert(std::is_same_v<Net, std::remove_const_t<Given>>,
                "Trainer<Net, ...>: the net it is given is another than Net");
};

}  // namespace kiln::checks
