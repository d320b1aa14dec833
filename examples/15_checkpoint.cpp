// SPDX-License-Identifier: MIT
// 15 Checkpoint: a training that is stopped at any moment goes on as if it never was.
//
// What a step does depends on the parameters, on what the optimiser remembers (Adam: two numbers
// for each parameter), on how many steps there have been, and on the batch: that is, on the random
// engine and the place in the epoch's order. A checkpoint holds all of that; the file is replaced
// as a whole, so that there is always a good one. Started twice, this program goes on from its last
// checkpoint; killed, it does the same.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <span>

#include <kiln/data/synthetic_digits.hpp>
#include <kiln/io/checkpoint.hpp>
#include <kiln/kiln.hpp>

using Net = kiln::Net<784, kiln::Dense<30, kiln::ReLU>, kiln::Dense<10, kiln::Softmax>>;
constexpr std::size_t samples = 1000, batch = 50, batches = samples / batch;
constexpr std::uint64_t steps_in_all = 150, steps_between = 40;

const kiln::LabelledImages digits = kiln::synthetic_digits(samples, 1);

struct Training {
  Net net;
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::Adam, batch> trainer{net, {.learning_rate = 0.003}};
  kiln::Engine epoch{42};   // as it was when the epoch began: the epoch's order follows from it
  std::uint64_t taken = 0;  // batches since then

  explicit Training(const std::filesystem::path& file) {
    net.initialize(kiln::He{}, epoch);
    if (std::filesystem::exists(file)) {
      taken = kiln::load_checkpoint(file, net, trainer, epoch).at("taken");
    }
    std::printf("begins behind step %3d\n", static_cast<int>(trainer.steps()));
  }
  Training(const Training&) = delete;  // the trainer knows where its net is

  // Trains up to step number `last`, whatever happens then.
  void run(std::uint64_t last, const std::filesystem::path& file) {
    static kiln::Minibatches<float, 784, batch> minibatch(digits.rows<784>(), digits.labels);
    while (trainer.steps() < last) {
      kiln::Engine engine = epoch;
      std::array<std::uint32_t, samples> order;
      kiln::random_permutation(engine, std::span(order));
      const std::span<const std::uint32_t> all(order);
      while (taken < batches && trainer.steps() < last) {
        minibatch.take(all.subspan(taken++ * batch, batch));
        trainer.step(minibatch.rows(), minibatch.labels());
        if (trainer.steps() % steps_between == 0) {
          kiln::save_checkpoint(file, net, trainer, epoch, {{"taken", taken}});
        }
      }
      if (taken == batches) {
        epoch = engine;
        taken = 0;
      }
    }
    std::printf("ends at step      %3d\n", static_cast<int>(trainer.steps()));
  }
};

int main() try {
  const auto whole = std::make_unique<Training>("whole.safetensors");
  whole->run(steps_in_all, "whole.safetensors");

  // Stopped at steps 95 and 130: each time all that is in memory is lost.
  const std::filesystem::path file = "stopped.safetensors";
  std::make_unique<Training>(file)->run(95, file);
  std::make_unique<Training>(file)->run(130, file);
  const auto resumed = std::make_unique<Training>(file);
  resumed->run(steps_in_all, file);
  const bool same = std::ranges::equal(whole->net.storage(), resumed->net.storage());
  std::printf("stopped twice, and never: %s\n", same ? "the same bits" : "other bits");

  // A program with another net is told so.
  using Other = kiln::Net<784, kiln::Dense<40, kiln::ReLU>, kiln::Dense<10, kiln::Softmax>>;
  static Other other;
  static kiln::Trainer<Other, kiln::CrossEntropy, kiln::Adam, batch> trainer(other);
  kiln::Engine engine;
  kiln::load_checkpoint(file, other, trainer, engine);
} catch (const std::exception& error) {
  std::printf("%s\n", error.what());
}

// Output:
// begins behind step   0
// ends at step      150
// begins behind step   0
// ends at step       95
// begins behind step  80
// ends at step      130
// begins behind step 120
// ends at step      150
// stopped twice, and never: the same bits
// stopped.safetensors: expected … -> Dense (40), … found … -> Dense (30), …
