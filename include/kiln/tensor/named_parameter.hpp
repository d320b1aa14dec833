// SPDX-License-Identifier: MIT
#pragma once
// One parameter tensor of a net as files see it: what it is called, its shape, where it stands.

#include <cstddef>
#include <string_view>

#include <kiln/tensor/shape.hpp>

namespace kiln {

/// A parameter tensor of a net, shape erased so that all of a net's fit one array. `T` may be
/// const. The elements stand row by row from `data` on.
template <class T>
struct NamedParameter {
  std::size_t layer = 0;  ///< index of the layer, from 0
  std::string_view name;  ///< within the layer: "weight", "bias"
  Shape shape = 1;        ///< a weight's is in × out
  T* data = nullptr;      ///< shape.size() elements
};

}  // namespace kiln
