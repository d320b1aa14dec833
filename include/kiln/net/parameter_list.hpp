// SPDX-License-Identifier: MIT
#pragma once
// The parameters of a net as a list, for files and for whoever walks them by name.

#include <array>
#include <cstddef>

#include <kiln/layers/layout.hpp>
#include <kiln/tensor/named_parameter.hpp>

namespace kiln {

/// Every parameter tensor of `Chain`, whose block begins at `data`: layer number, name, shape and
/// place, in the order of the layers.
template <class Chain, class T>
constexpr auto named_parameters(T* data) {
  using Places = Layout<Chain>;
  std::array<NamedParameter<T>, Places::count> all{};
  std::size_t layer = 0;
  for (std::size_t i = 0; i < Places::count; ++i) {
    while (i >= Chain::first_parameter[layer + 1]) ++layer;
    all[i] = {layer, Chain::parameters[i].name, Chain::parameters[i].shape,
              data + Places::positions.offset[i]};
  }
  return all;
}

}  // namespace kiln
