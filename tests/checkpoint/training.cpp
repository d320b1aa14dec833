// SPDX-License-Identifier: MIT
// training CHECKPOINT STEPS [FORGOTTEN]: trains a net with Adam, going on from the checkpoint where
// there is one, and saves one every ten steps. Prints a line of 1 KiB for each step, so that it is
// never far ahead of who reads them from a pipe; at the end the bits of the net as a hash.
// FORGOTTEN, for the controls, is what it does not take from the checkpoint: optimiser, steps or
// order.
#include <kiln/kiln.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <span>
#include <string>

#include <kiln/io/checkpoint.hpp>

namespace {

using namespace kiln;
using Digits = Net<64, Dense<96, Tanh>, Dense<10, Softmax>>;
constexpr std::size_t samples = 600, batch = 20, batches = samples / batch;

Digits net;
Trainer<Digits, CrossEntropy, Adam, batch> trainer(net, {.learning_rate = 0.003});
std::array<float, samples * 64> x;
std::array<std::uint8_t, samples> labels;

void draw_data() {
  Engine engine(5);
  for (float& element : x) element = normal<float>(engine);
  for (auto& label : labels) label = static_cast<std::uint8_t>(uniform_index(engine, 10));
}

std::uint64_t hash() {
  std::uint64_t result = 0xcbf29ce484222325U;  // FNV-1a
  for (const float weight : net.storage()) {
    result = (result ^ std::bit_cast<std::uint32_t>(weight)) * 0x100000001b3U;
  }
  return result;
}

// An epoch's order is drawn from the engine as it was at the epoch's beginning: that one is saved,
// and the number of batches taken since. For the control of the steps also by how many they are
// wrong: it makes as many steps as the others, so that nothing but their numbers differs.
void train(const std::filesystem::path& file, std::uint64_t steps, const std::string& forgotten) {
  Engine epoch(42);
  net.initialize(Glorot{}, epoch);
  std::uint64_t taken = 0, wrong = 0;
  if (std::filesystem::exists(file)) {
    const Counters counters = load_checkpoint(file, net, trainer, epoch);
    taken = counters.at("taken");
    wrong = counters.at("wrong");
    if (forgotten == "optimiser") std::ranges::fill(trainer.state(), 0.0f);
    if (forgotten == "steps") {
      trainer.resume(trainer.steps() + 1);
      ++wrong;
    }
    if (forgotten == "order") taken = 0;
  }
  Minibatches<float, 64, batch> minibatch(Rows<const float, 64>(x.data(), samples), labels);
  std::array<char, 1024> line;
  line.fill('.');
  line.back() = '\n';
  const auto made = [&] { return trainer.steps() - wrong; };
  while (made() < steps) {
    Engine engine = epoch;
    std::array<std::uint32_t, samples> order;
    random_permutation(engine, std::span(order));
    for (; taken < batches && made() < steps;) {
      minibatch.take(std::span<const std::uint32_t>(order).subspan(taken * batch, batch));
      trainer.step(minibatch.rows(), minibatch.labels());
      ++taken;
      if (made() % 10 == 0) {
        save_checkpoint(file, net, trainer, epoch, {{"taken", taken}, {"wrong", wrong}});
      }
      std::fwrite(line.data(), 1, line.size(), stdout);
      std::fflush(stdout);
    }
    epoch = engine;
    taken = 0;
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 3) return 2;
  draw_data();
  train(argv[1], std::strtoull(argv[2], nullptr, 10), argc > 3 ? argv[3] : "");
  std::printf("%016llx\n", static_cast<unsigned long long>(hash()));
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
