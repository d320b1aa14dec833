// SPDX-License-Identifier: MIT
// 13 Nets that are certified by the compiler.
//
// A net whose scalars are intervals answers for every input in a box at once, roundings included.
// In a static_assert that is a certificate: the program does not compile if, anywhere in the box,
// the net could say what it must not. Bounds by intervals are never too narrow, but grow with the
// size of the box and with every layer; cutting the box into pieces makes them tighter.

#include <algorithm>
#include <array>
#include <cstdio>

#include <kiln/io/mnist.hpp>
#include <kiln/kiln.hpp>
#include <kiln/net/convert.hpp>
#include <kiln/scalars/interval.hpp>

#include "support/find_digits.hpp"
#include "trained_reader.hpp"  // written while the examples are built

using kiln::Dense, kiln::Tanh, kiln::ReLU, kiln::Softmax;
using Bound = kiln::Interval<float>;

// A controller: from position and speed, both within ±1, the force that brings a cart to rest. It
// has learned to imitate −x − 1.5·v from 400 random states.
template <class T>
using Controller = kiln::BasicNet<T, 2, Dense<6, Tanh>, Dense<1>>;

constexpr Controller<float> controller = [] {
  Controller<float> net;
  kiln::Engine engine(3);
  net.initialize(kiln::Glorot{}, engine);
  kiln::Trainer<Controller<float>, kiln::SquaredError, kiln::SGD, 4> trainer(
      net, {.learning_rate = 0.1});
  for (int step = 0; step < 100; ++step) {
    std::array<float, 8> states{};
    std::array<float, 4> forces{};
    for (std::size_t i = 0; i < 4; ++i) {
      const float x = kiln::uniform<float>(engine, -1.0F, 1.0F);
      const float v = kiln::uniform<float>(engine, -1.0F, 1.0F);
      states[2 * i] = x;
      states[2 * i + 1] = v;
      forces[i] = -x - 1.5F * v;
    }
    trainer.step(states, forces);
  }
  return net;
}();

// All forces that the controller may ask for, bounded over Pieces × Pieces boxes.
template <int Pieces>
constexpr Bound forces() {
  Controller<Bound> bounds;
  kiln::convert(controller, bounds);
  Bound all = 0.0F;
  for (int i = 0; i < Pieces * Pieces; ++i) {
    const auto piece = [](int k) {
      constexpr float side = 2.0F / Pieces;
      const float low = -1 + side * static_cast<float>(k);
      return Bound(low, k + 1 == Pieces ? 1 : low + side);
    };
    const Bound y = bounds.predict(std::array{piece(i / Pieces), piece(i % Pieces)})(0);
    all = {std::min(all.low, y.low), std::max(all.high, y.high)};
  }
  return all;
}
static_assert(Bound(-3, 3).contains(forces<8>()), "the motor gives 3 newtons");
static_assert(!Bound(-1, 1).contains(forces<8>()));

// The digit reader, trained while the examples were built, 784-50-10.
template <class T>
using Reader = kiln::BasicNet<T, 784, Dense<50, ReLU>, Dense<10>>;

constexpr Reader<float> reader = [] {
  Reader<float> net;
  for (std::size_t i = 0; i < net.storage().size(); ++i) net.storage()[i] = reader_parameters[i];
  return net;
}();

// Whether every image within `radius` of this one is of class `label`.
constexpr bool certified(const Reader<Bound>& bounds, const float* image, float radius,
                         std::size_t label) {
  std::array<Bound, 784> box;
  kiln::surround(std::span<const float, 784>(image, 784), radius, 0.0F, 1.0F, box);
  const auto y = bounds.predict(box);
  for (std::size_t j = 0; j < 10; ++j) {
    if (j != label && !(y(j) < y(label))) return false;
  }
  return true;
}
constexpr Reader<Bound> reader_bounds = [] {
  Reader<Bound> bounds;
  kiln::convert(reader, bounds);
  return bounds;
}();
static_assert(kiln::argmax(reader.predict(unseen_digit)) == unseen_label);
static_assert(certified(reader_bounds, unseen_digit, 1.0F / 255, unseen_label));

// The same at run time, for a net trained on whatever digits there are: how many of 1,000 unseen
// ones are certified?
void certify_digits() {
  using Learner = kiln::Net<784, Dense<50, ReLU>, Dense<10, Softmax>>;
  static Learner net;
  const kiln::MnistBytes digits = examples::find_digits("", "mnist");
  static kiln::Minibatches<float, 784, 100> batches(digits.train.rows<784>(), digits.train.labels,
                                                    255);
  static kiln::Trainer<Learner, kiln::CrossEntropy, kiln::SGD, 100> trainer(net,
                                                                            {.learning_rate = 0.1});
  kiln::Engine engine(1);
  net.initialize(kiln::He{}, engine);
  for (int step = 0; step < 3000; ++step) {
    batches.draw(engine);
    trainer.step(batches.rows(), batches.labels());
  }
  static Reader<float> scores;  // the same parameters, without softmax
  static Reader<Bound> bounds;
  std::copy(net.storage().begin(), net.storage().end(), scores.storage().begin());
  kiln::convert(scores, bounds);
  static kiln::Minibatches<float, 784, 1000> unseen(digits.test.rows<784>(), digits.test.labels,
                                                    255);
  unseen.take(0, 1000);
  std::size_t right = 0, sure[3] = {};
  for (std::size_t i = 0; i < 1000; ++i) {
    const auto image = unseen.rows()[i];
    right += kiln::argmax(scores.predict(image)) == unseen.labels()[i] ? 1 : 0;
    for (int step = 1; step <= 2; ++step) {
      const float radius = static_cast<float>(step) / 255;
      sure[step] += certified(bounds, image.data(), radius, unseen.labels()[i]) ? 1 : 0;
    }
  }
  std::printf(
      "of 1,000 unseen digits %zu are read; certified within 1/255: %zu, within 2/255: %zu\n",
      right, sure[1], sure[2]);
}

int main() {
  const Bound coarse = forces<1>(), fine = forces<8>(), finest = forces<64>();
  std::printf("force in one piece    %.3f to %.3f\n", coarse.low, coarse.high);
  std::printf("force in 8 x 8        %.3f to %.3f\n", fine.low, fine.high);
  std::printf("force in 64 x 64      %.3f to %.3f\n", finest.low, finest.high);
  kiln::Engine engine(5);
  Bound seen = 0.0F;
  for (int i = 0; i < 1'000'000; ++i) {
    const std::array x{kiln::uniform<float>(engine, -1.0F, 1.0F),
                       kiln::uniform<float>(engine, -1.0F, 1.0F)};
    const float y = controller.predict(x)(0);
    seen = {std::min(seen.low, y), std::max(seen.high, y)};
  }
  std::printf("a million samples     %.3f to %.3f, %s the bounds\n", seen.low, seen.high,
              finest.contains(seen) ? "within" : "OUTSIDE");
  certify_digits();
}

// Output:
// force in one piece    -2.391 to 2.423
// force in 8 x 8        -2.229 to 2.263
// force in 64 x 64      -2.198 to 2.233
// a million samples     -2.192 to 2.226, within the bounds
// ...MNIST...
// of 1,000 unseen digits 9... are read; certified within 1/255: ..., within 2/255: ...
