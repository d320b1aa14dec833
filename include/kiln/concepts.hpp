// SPDX-License-Identifier: MIT
#pragma once
// The contracts on one page: what a scalar, an activation, an initialiser, an optimiser, a loss and
// a layer must offer, and the few types they speak in. tests/concepts.cpp asserts the lists.

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include <kiln/simd/arch.hpp>
#include <kiln/tensor/rows.hpp>

namespace kiln {

/// What nets compute with: a regular type with + − · ÷, a sign and an order, made from a double.
/// Layers that need more (exp, log, tanh, sqrt) find it by the scalar's namespace.
///
/// Satisfied by: float, double, and types of a user's own such as dual numbers.
template <class T>
concept Scalar = std::regular<T> && std::constructible_from<T, double> && requires(T a, T b) {
  { a + b } -> std::convertible_to<T>;
  { a - b } -> std::convertible_to<T>;
  { a* b } -> std::convertible_to<T>;
  { a / b } -> std::convertible_to<T>;
  { -a } -> std::convertible_to<T>;
  { a < b } -> std::convertible_to<bool>;
  { a > b } -> std::convertible_to<bool>;
  { a <= b } -> std::convertible_to<bool>;
};

/// What an activation's slope is computed from, so that a net keeps only that.
enum class SlopeFrom {
  output,  ///< a′ as a function of a(z)
  input    ///< a′ as a function of z
};

/// A::slope_from says from which of both A::slope computes.
template <class A>
concept HasSlopeFrom = requires {
  { A::slope_from } -> std::convertible_to<SlopeFrom>;
};
/// A::value(z): y.
template <class A>
concept HasValue = requires(float z) {
  { A::value(z) } -> std::same_as<float>;
};
/// A::slope(y or z): a′.
template <class A>
concept HasSlope = requires(float z) {
  { A::slope(z) } -> std::same_as<float>;
};
/// A::rows(n, z): z ← a(z) for n rows.
template <class A>
concept HasRows = requires(float* z) {
  A::template rows<4, simd::plain>(std::size_t{1}, z);
};
/// A::rows_backward(n, y, dy): dy ← dL/dz for n rows.
template <class A>
concept HasRowsBackward = requires(float* z, const float* y) {
  A::template rows_backward<4, simd::plain>(std::size_t{1}, y, z);
};

/// An activation applied to each element: y = value(z), dL/dz = dL/dy · slope(y or z). `value` and
/// `slope` are written once for a number and for a register of them.
///
/// Satisfied by: Identity, Step, Sigmoid, Tanh, ReLU.
template <class A>
concept ElementwiseActivation = HasSlopeFrom<A> && HasValue<A> && HasSlope<A>;

/// An activation of a whole row: rows(n, z) in place, and rows_backward(n, y, dy) in place.
///
/// Satisfied by: Softmax.
template <class A>
concept RowwiseActivation = HasRows<A> && HasRowsBackward<A>;

/// What may stand in Dense<Units, Activation>.
///
/// Satisfied by: Identity, Step, Sigmoid, Tanh, ReLU, Softmax.
template <class A>
concept Activation = ElementwiseActivation<A> || RowwiseActivation<A>;

/// One parameter tensor as its layer declares it.
struct Parameter {
  std::string_view name{};  ///< as PyTorch calls it: "weight", "bias"
  Shape shape = 1;          ///< a weight's is in × out
  std::size_t fan_in = 0;   ///< inputs of one unit; 0: not for an initialiser, filled with `fill`
  std::size_t fan_out = 0;  ///< units that one input reaches
  double fill = 0;          ///< the value before training where fan_in is 0
  bool trained = true;      ///< false: no gradient, no optimiser state
};

/// Draws the first value of a weight: initializer.draw<T>(engine, fan_in, fan_out).
///
/// Satisfied by: Normal, Glorot, He.
template <class I, class Engine>
concept Initializer = requires(const I& initializer, Engine& engine) {
  {
    initializer.template draw<float>(engine, std::size_t{3}, std::size_t{2})
    } -> std::same_as<float>;
};

/// Moves parameters against their gradient. `rule<T>(step)` gives the update of step number `step`
/// (from 1 on) as a function of one number or register: rule(p, g, slot…), with `slots` numbers of
/// state for each parameter, all zero before the first step. With p = g = slots = 0 it changes
/// nothing, so the gaps between parameters stay zero.
///
/// Satisfied by: SGD, Momentum, Adam.
template <class O>
concept Optimizer = requires(const O& optimizer) {
  { O::slots } -> std::convertible_to<std::size_t>;
  optimizer.template rule<float>(std::uint64_t{1});
};

/// A layer as a net has built it: its shapes, its parameters and static functions; no state.
///
///   Scalar, input, output, parameters   the type T, two Shapes, an std::array of Parameter
///   predict_memory(n)                   elements of scratch that `predict` of n rows needs
///   training_memory(n)                  elements that `forward` leaves for `backward`, n rows
///   named(block)                        the parameters as a struct of shaped views
///   predict(p, x, y, memory)            y = f(x)
///   forward(p, x, y, memory, training)  the same, leaving in memory what `backward` needs
///   to_delta(y, memory, dy)             dL/dy becomes the delta: dL/dz at the pre-activation
///   backward<dx wanted>(p, x, y, memory, dz, sink, dx)
///                                       parameter gradients into the sink, then dL/dx
///
/// Each function takes the architecture as its first template parameter. One with children of its
/// own (Chain) is a layer too.
///
/// So that threads can share a pass (layers/in_team.hpp), a slice of a batch is a batch: memory is
/// as much for each row, row r's begins behind that of r rows, and rows don't look at each other.
/// `backward` is asked for dx (of some rows, with the sink Discard) apart from the parameters'
/// gradients (of all rows), and gives of each tensor's gradient only the rows that sink.rows(count,
/// step) names: a range from a multiple of `step` on, for a tensor of `count` rows.
/// Satisfied by: DenseLayer, FrozenLayer, Chain.
template <class L>
concept Layer = requires(std::size_t n) {
  typename L::Scalar;
  { L::input } -> std::convertible_to<Shape>;
  { L::output } -> std::convertible_to<Shape>;
  { L::parameters.size() } -> std::convertible_to<std::size_t>;
  { L::predict_memory(n) } -> std::convertible_to<std::size_t>;
  { L::training_memory(n) } -> std::convertible_to<std::size_t>;
};

/// What a user writes in a net's list: it becomes a layer once the shape before it is known.
///
/// Satisfied by: Dense, Frozen.
template <class D, class T, Shape In>
concept LayerDescription = requires {
  typename D::template Layer<T, In>;
};

/// One of several members that run the same pass at once, each its share of it.
///
///   part(), parts()   the member's number from 0 on, and how many there are
///   barrier()         returns when every member has called it
///
/// Satisfied by: Alone, ThreadPool::Member.
template <class M>
concept Team = requires(const M& member) {
  { member.part() } -> std::convertible_to<std::size_t>;
  { member.parts() } -> std::convertible_to<std::size_t>;
  member.barrier();
};

/// How a training pass differs from the one before it.
struct Training {
  std::uint64_t pass = 0;  ///< number of the pass: where random layers stand in their stream
};

/// A data set that is handed out batch by batch in order: count() samples, of which take(first, n)
/// puts n ≤ capacity into rows() and labels(). Satisfied by: Minibatches.
template <class B>
concept LabelledBatches = requires(std::remove_const_t<B>& b) {
  b.template take<simd::default_arch>(b.count(), B::capacity);
  b.rows();
  b.labels();
};

}  // namespace kiln
