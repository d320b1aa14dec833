// SPDX-License-Identifier: MIT
// 784-50-10 ReLU in intervals, certified by the compiler within its default limits: every image
// within 1/255 of a digit is read as that digit. Compiled for what it costs (cost.py). With
// -DUNCERTAIN the box is so large that the same statement is not proven, and must not compile.
#include <array>
#include <span>

#include <kiln/activations/relu.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/scalars/interval.hpp>

#include "trained_reader.hpp"  // written while the examples are built

namespace {

template <class T>
using Reader = kiln::BasicNet<T, 784, kiln::Dense<50, kiln::ReLU>, kiln::Dense<10>>;
using Bound = kiln::Interval<float>;

// The trained parameters, each exactly. They stand where a net of floats has them.
constexpr Reader<Bound> reader = [] {
  Reader<Bound> net;
  const auto parameters = net.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const float* const from = reader_parameters + Reader<float>::Places::positions.offset[i];
    Bound* const to = parameters[i].data;
    const std::size_t n = parameters[i].shape.size();
    for (std::size_t k = 0; k < n; ++k) to[k].low = to[k].high = from[k];
  }
  return net;
}();

constexpr bool certified(float radius) {
  std::array<Bound, 784> box;
  kiln::surround(std::span<const float, 784>(unseen_digit), radius, 0.0F, 1.0F, box);
  const auto y = reader.predict(box);
  for (std::size_t j = 0; j < 10; ++j) {
    if (j != unseen_label && !(y(j) < y(unseen_label))) return false;
  }
  return true;
}

#ifdef UNCERTAIN
static_assert(certified(0.5F), "not every image of the box is read as this digit");
#else
static_assert(certified(1.0F / 255));
#endif

}  // namespace
