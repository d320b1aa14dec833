// SPDX-License-Identifier: MIT
// A net that trains without an operating system: XOR, and a reader of drawn digits in 100 kB. What
// it prints are bits, the same on a Cortex-M7 as on a desktop with hardware FMA.
// -DTOO_LARGE: a net that does not fit, which must not compile.

#include "learn.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <kiln/data/synthetic_digits.hpp>
#include <kiln/kiln.hpp>
#include <span>

namespace {

#ifdef TOO_LARGE
constexpr std::size_t hidden = 320;
#else
constexpr std::size_t hidden = 32;
#endif

using Xor = kiln::Net<2, kiln::Dense<4, kiln::Tanh>, kiln::Dense<1, kiln::Sigmoid>>;
using Reader = kiln::Net<49, kiln::Dense<hidden, kiln::Tanh>, kiln::Dense<10, kiln::Softmax>>;
constexpr std::size_t batch = 20;

/// All that is needed to learn and to read.
struct Everything {
  Xor gate;
  kiln::Trainer<Xor, kiln::SquaredError, kiln::SGD, 4> gate_trainer{gate, {.learning_rate = 1}};
  Reader reader;
  kiln::Trainer<Reader, kiln::CrossEntropy, kiln::Adam, batch> reader_trainer{
      reader, {.learning_rate = 0.02}};
  std::array<float, 784> image{};
  std::array<float, batch * 49> x{};
  std::array<std::uint8_t, batch> labels{};
};
static_assert(sizeof(Everything) <= 100'000, "the nets and their trainers must fit into 100 kB");
Everything all;

/// "name 0x12345678\n"
void say(const char* name, std::uint32_t bits) {
  char text[] = " 0x00000000\n";
  for (int digit = 0; digit < 8; ++digit)
    text[10 - digit] = "0123456789abcdef"[bits >> 4 * digit & 15];
  ::say(name);
  ::say(text);
}

/// FNV-1a over the bits of the parameters.
template <class Net>
std::uint32_t hash(const Net& net) {
  std::uint32_t result = 0x811c9dc5;
  for (const auto& parameter : net.parameters()) {
    for (std::size_t i = 0; i < parameter.shape.size(); ++i) {
      const auto bits = kiln::simd::bit_cast<std::uint32_t>(parameter.data[i]);
      for (int shift = 0; shift < 32; shift += 8) {
        result = (result ^ (bits >> shift & 0xff)) * 0x01000193;
      }
    }
  }
  return result;
}

bool learn_xor() {
  constexpr std::array<float, 8> x{0, 0, 0, 1, 1, 0, 1, 1};
  constexpr std::array<float, 4> t{0, 1, 1, 0};
  kiln::Engine engine(3);
  all.gate.initialize(kiln::Glorot{}, engine);
  for (int step = 0; step < 1000; ++step) all.gate_trainer.step(x, t);
  say("xor net", hash(all.gate));
  bool learned = true;
  for (std::size_t i = 0; i < 4; ++i) {
    const float y = all.gate.predict(std::span<const float>(&x[2 * i], 2)).data()[0];
    say("xor of two bits", kiln::simd::bit_cast<std::uint32_t>(y));
    learned = learned && (y > 0.5F) == (t[i] > 0.5F);
  }
  return learned;
}

/// Draws a digit, and takes the mean of every 4 × 4 pixels.
std::uint8_t draw(kiln::Engine& engine, float* x) {
  const std::size_t label = kiln::uniform_index(engine, 10);
  kiln::draw_digit(engine, label, kiln::View<float, kiln::Shape{1, 28, 28}>(all.image.data()));
  for (std::size_t at = 0; at < 49; ++at) {
    float sum = 0;
    for (std::size_t i = 0; i < 16; ++i) {
      sum += all.image[(at / 7 * 4 + i / 4) * 28 + at % 7 * 4 + i % 4];
    }
    x[at] = sum / 16;
  }
  return static_cast<std::uint8_t>(label);
}

std::size_t learn_to_read() {
  kiln::Engine engine(5);
  all.reader.initialize(kiln::Glorot{}, engine);
  for (int step = 0; step < 1000; ++step) {
    for (std::size_t r = 0; r < batch; ++r) all.labels[r] = draw(engine, &all.x[r * 49]);
    all.reader_trainer.step(all.x, all.labels);
  }
  say("digits net", hash(all.reader));
  kiln::Engine others(6);
  std::size_t right = 0;
  for (int i = 0; i < 200; ++i) {
    const std::size_t label = draw(others, all.x.data());
    const auto y = all.reader.predict(std::span<const float>(all.x.data(), 49));
    std::size_t largest = 0;
    for (std::size_t j = 1; j < 10; ++j) largest = y.data()[j] > y.data()[largest] ? j : largest;
    right += largest == label ? 1 : 0;
  }
  say("digits right of 200", static_cast<std::uint32_t>(right));
  return right;
}

}  // namespace

int main() {
  const bool learned = learn_xor();
  return learned && learn_to_read() >= 160 ? 0 : 1;
}
