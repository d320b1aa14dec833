// SPDX-License-Identifier: MIT
// The main job: the course's net, 784-50-10, learns to read handwritten digits. Batches of 100 are
// drawn at random; after every epoch the accuracy on all training and all test images is measured.
// The images stay in memory as bytes, a quarter of what floats take; each batch that is drawn, or
// measured, is widened to pixels from 0 to 1.
//
// needs: KILN_DATA_DIR

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <kiln/data/minibatches.hpp>
#include <kiln/io/parameters.hpp>
#include <kiln/kiln.hpp>
#include <stdexcept>
#include <string>

#include "support/find_digits.hpp"
#include "support/plot.hpp"
#include "support/progress.hpp"

namespace {

// Four in five pixels are 0: Sparse skips them, for the same bits.
using Net =
    kiln::Net<784, kiln::Dense<50, kiln::Sigmoid, kiln::Sparse>, kiln::Dense<10, kiln::Softmax>>;
constexpr std::size_t batch = 100;

struct Settings {
  std::string data, out = "mnist";
#ifdef KILN_DOWNLOAD_DIR
  std::string download = KILN_DOWNLOAD_DIR;
#else
  std::string download = "mnist/download";
#endif
  std::uint64_t seed = 0;
  std::size_t iterations = 10'000;
};

// All memory of net and training is static; none is allocated while it learns.
Net net;
kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, batch> trainer(net, {.learning_rate = 0.1});

using Batches = kiln::Minibatches<float, 784, batch>;

double train(const kiln::MnistBytes& digits, const Settings& settings,
             const std::string& curves_file) {
  kiln::Engine engine(settings.seed);
  net.initialize(kiln::Normal{.std = 0.01}, engine);
  static Batches batches(digits.train.rows<784>(), digits.train.labels, 255);
  static Batches unseen(digits.test.rows<784>(), digits.test.labels, 255);
  const std::size_t epoch = std::max<std::size_t>(digits.train.count() / batch, 1);
  examples::Progress progress(settings.iterations);
  double loss = 0, epoch_loss = 0, test = 0;
  std::string rows;
  std::size_t since = 0;
  for (std::size_t i = 1; i <= settings.iterations; ++i) {
    batches.draw(engine);
    loss = trainer.step(batches.rows(), batches.labels());
    epoch_loss += loss;
    ++since;
    progress.show(i, loss);
    if (i % epoch != 0 && i != settings.iterations) continue;
    const double train = kiln::accuracy(net, batches, trainer.workspace());
    test = kiln::accuracy(net, unseen, trainer.workspace());
    progress.clear();
    std::printf("epoch %5.2f  %s  train %.4f  test %.4f\n", double(i) / double(epoch),
                progress.line(i, epoch_loss / double(since)).c_str(), train, test);
    std::fflush(stdout);
    rows += examples::row(double(i) / double(epoch), epoch_loss / double(since), train, test);
    epoch_loss = 0;
    since = 0;
  }
  std::ofstream table(curves_file);
  table << "# epoch loss train test\n" << rows << std::flush;
  if (!table) throw std::runtime_error(curves_file + ": cannot be written to");
  examples::plot(settings.out + "/curves", examples::block("curves", rows) + R"(
set title '784-50-10 on handwritten digits'
set xlabel 'epoch'
set ylabel 'accuracy'
set y2label 'loss'
set ytics nomirror
set y2tics
set y2range [0:*]
set key center right
plot $curves using 1:3 with lines title 'training accuracy', \
     $curves using 1:4 with lines title 'test accuracy', \
     $curves using 1:2 axes x1y2 with lines title 'loss (right)'
)");
  return test;
}

// CLI11 reads −1 as a very large number.
std::string digits_only(const std::string& text) {
  const bool fits = text.size() <= 19 && text.find_first_not_of("0123456789") == std::string::npos;
  return fits ? "" : text + " is not a whole number from 0 on";
}

// Whether the output can be written is known before the training, not after it.
std::string prepared(const std::string& out) {
  std::error_code error;
  std::filesystem::create_directories(out, error);
  for (const char* const name : {"/net.safetensors", "/curves.txt"}) {
    if (!std::ofstream(out + name, std::ios::app)) {
      throw std::runtime_error(out + name + ": cannot be written to");
    }
  }
  return out + "/curves.txt";
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  CLI::App app{"Trains 784-50-10 on MNIST and writes curves.svg and net.safetensors."};
  app.add_option("--data", settings.data, "folder with MNIST's four files");
  app.add_option("--out", settings.out, "folder for what is written")->capture_default_str();
  app.add_option("--seed", settings.seed, "of weights and batches")
      ->capture_default_str()
      ->check(digits_only);
  app.add_option("--iterations", settings.iterations, "steps")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000'000));
  try {
    app.parse(argc, argv);
    const kiln::MnistBytes digits = examples::find_digits(settings.data, settings.download);
    const std::string curves = prepared(settings.out);
    const double accuracy = train(digits, settings, curves);
    kiln::save_safetensors(settings.out + "/net.safetensors", net);
    std::printf("net: %s/net.safetensors\n", settings.out.c_str());
    std::printf("test accuracy: %.4f\n", accuracy);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

// Output:
// MNIST: from …
// epoch  1.00  [#-------------------]   6 %  loss …  train 0.…  test 0.…
// …
// epoch 16.67  [####################] 100 %  loss 0.1…  train 0.94…  test 0.94…
// …
// net: mnist/net.safetensors
// test accuracy: 0.94…
