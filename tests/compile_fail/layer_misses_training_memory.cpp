// SPDX-License-Identifier: MIT
// expect: Net<In, Layers...>: a layer of your own needs training_memory(n)
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

// A layer of a user's own: y = 2x.
template <class T, kiln::Shape In>
struct DoublingLayer {
  using Scalar = T;
  static constexpr kiln::Shape input = In;
  static constexpr kiln::Shape output = In;
  static constexpr std::array<kiln::Parameter, 0> parameters{};
  static constexpr std::size_t predict_memory(std::size_t) { return 0; }
#ifdef FIXED
  static constexpr std::size_t training_memory(std::size_t) { return 0; }
#endif
  template <class B>
  static constexpr int named(B) {
    return 0;
  }
  template <class Arch, class B, class X, class Y>
  static constexpr void predict(B, X x, Y y, T*) {
    for (std::size_t i = 0; i < x.size(); ++i) y.data()[i] = x.data()[i] + x.data()[i];
  }
  template <class Arch, class B, class X, class Y>
  static constexpr void forward(B p, X x, Y y, T* memory, const kiln::Training&) {
    predict<Arch>(p, x, y, memory);
  }
  template <class Arch, class Y>
  static constexpr void to_delta(Y, const T*, T*) {}
  template <class Arch, bool InputGradient, class B, class X, class Y, class Sink>
  static constexpr void backward(B, X x, Y, const T*, const T* dz, const Sink&, T* dx) {
    if (!InputGradient) return;
    for (std::size_t i = 0; i < x.size(); ++i) dx[i] = dz[i] + dz[i];
  }
};
struct Doubling {
  template <class T, kiln::Shape In>
  using Layer = DoublingLayer<T, In>;
};

using Net = kiln::Net<2, kiln::Dense<3>, Doubling>;

int main() {
  const Net net;
  return net.predict(std::array{1.0F, 2.0F})(0) > 0;
}
