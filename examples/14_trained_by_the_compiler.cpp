// SPDX-License-Identifier: MIT
// 14 A digit reader that the compiler trains.
//
// Everything from Shape to Trainer is constexpr, so this program holds a net that was trained while
// it was compiled: 64-12-10 on drawn digits of 8 × 8 pixels. If it read fewer than nine in ten of
// the digits that it had not seen, the program would not compile. At run time there is nothing left
// to do but to use it; training it again, in registers this time, gives the same bits.

#include <kiln/kiln.hpp>

#include <cstdio>
#include <cstring>

#include "support/tiny_digits.hpp"

using Net = kiln::Net<64, kiln::Dense<12, kiln::Tanh>, kiln::Dense<10, kiln::Softmax>>;
constexpr std::size_t batch = 4;

constexpr Net trained(std::uint64_t seed, int steps) {
  Net net;
  kiln::Engine engine(seed);
  net.initialize(kiln::He{}, engine);
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, batch> trainer(net, {.learning_rate = 0.3});
  examples::TinyDigits<batch> digits;
  for (int step = 0; step < steps; ++step) {
    digits.draw(engine);
    trainer.step(digits.pixels, digits.labels);
  }
  return net;
}

// How many of 100 other digits it reads.
constexpr std::size_t read(const Net& net, std::uint64_t seed) {
  kiln::Engine engine(seed);
  kiln::Workspace<Net, batch> workspace;
  examples::TinyDigits<batch> digits;
  std::size_t correct = 0;
  for (int block = 0; block < 25; ++block) {
    digits.draw(engine);
    correct += kiln::correct_count(net, digits.pixels, digits.labels, workspace);
  }
  return correct;
}

constexpr Net untrained = trained(8, 0), reader = trained(8, 150);
static_assert(read(reader, 2) >= 90);
static_assert(read(untrained, 2) < 30, "without training it can only guess");

int main() {
  std::printf("the compiler's net reads %zu of 100 digits that it has not seen\n", read(reader, 2));
  const volatile std::uint64_t seed = 8;
  const Net again = trained(seed, 150);
  const bool same = std::memcmp(again.storage().data(), reader.storage().data(),
                                again.storage().size_bytes()) == 0;
  std::printf("trained at run time: %s\n", same ? "the same bits" : "other bits");

  kiln::Engine engine(7);
  float pixels[64];
  examples::draw_tiny_digit(engine, 4, pixels);
  for (int row = 0; row < 8; ++row) {
    for (int column = 0; column < 8; ++column) {
      std::putchar(pixels[8 * row + column] > 0 ? '#' : '.');
    }
    std::putchar('\n');
  }
  const kiln::Tensor<10> y = reader.predict(pixels);
  std::size_t best = 0;
  for (std::size_t j = 1; j < 10; ++j) best = y(j) > y(best) ? j : best;
  std::printf("that is a %zu\n", best);
}

// Output:
// the compiler's net reads 98 of 100 digits that it has not seen
// trained at run time: the same bits
// ....#...
// ...##...
// ..#.#...
// .#.##...
// .#####..
// ....##..
// ....#...
// ........
// that is a 4
