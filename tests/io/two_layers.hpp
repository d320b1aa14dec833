// SPDX-License-Identifier: MIT
#pragma once
// The parameters of a net in → hidden → out, and nothing else of a net.

#include <array>
#include <cstddef>

#include <kiln/tensor/named_parameter.hpp>
#include <kiln/tensor/shape.hpp>

template <class T, std::size_t In, std::size_t Hidden, std::size_t Out>
struct TwoLayers {
  std::array<T, In * Hidden> w0{};
  std::array<T, Hidden> b0{};
  std::array<T, Hidden * Out> w1{};
  std::array<T, Out> b1{};

  auto parameters() { return list<T>(*this); }
  auto parameters() const { return list<const T>(*this); }

  friend bool operator==(const TwoLayers&, const TwoLayers&) = default;

 private:
  template <class Element, class Self>
  static std::array<kiln::NamedParameter<Element>, 4> list(Self& self) {
    return {{{0, "weight", kiln::Shape{In, Hidden}, self.w0.data()},
             {0, "bias", kiln::Shape{Hidden}, self.b0.data()},
             {1, "weight", kiln::Shape{Hidden, Out}, self.w1.data()},
             {1, "bias", kiln::Shape{Out}, self.b1.data()}}};
  }
};
