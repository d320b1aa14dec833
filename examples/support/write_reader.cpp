// SPDX-License-Identifier: MIT
// Trains 784-50-10 on drawn digits and writes it as C++, for the examples that hold a trained net
// as a constant: write_reader <file>. Run while the examples are built.

#include <cstdio>

#include <kiln/data/synthetic_digits.hpp>
#include <kiln/kiln.hpp>

using Learner = kiln::Net<784, kiln::Dense<50, kiln::ReLU>, kiln::Dense<10, kiln::Softmax>>;

namespace {

void train(Learner& net) {
  const kiln::LabelledImages digits = kiln::synthetic_digits(20'000, 0);
  static kiln::Minibatches<float, 784, 100> batches(digits.rows<784>(), digits.labels);
  static kiln::Trainer<Learner, kiln::CrossEntropy, kiln::SGD, 100> trainer(net,
                                                                            {.learning_rate = 0.2});
  kiln::Engine engine(1);
  net.initialize(kiln::He{}, engine);
  for (int step = 0; step < 3000; ++step) {
    batches.draw(engine);
    trainer.step(batches.rows(), batches.labels());
  }
}

void write(std::FILE* file, const char* name, std::span<const float> numbers) {
  std::fprintf(file, "inline constexpr float %s[] = {", name);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    std::fprintf(file, "%s%.8eF,", i % 8 == 0 ? "\n" : " ", static_cast<double>(numbers[i]));
  }
  std::fputs("\n};\n", file);
}

}  // namespace

int main(int count, char** arguments) {
  std::FILE* const file = count == 2 ? std::fopen(arguments[1], "w") : nullptr;
  if (file == nullptr) {
    std::fputs("usage: write_reader <file>\n", stderr);
    return 1;
  }
  static Learner net;
  train(net);
  const kiln::LabelledImages unseen = kiln::synthetic_digits(1, 2);
  std::fputs("// Written by write_reader: a trained 784-50-10 net and a digit it has not seen.\n",
             file);
  write(file, "reader_parameters", net.storage());
  write(file, "unseen_digit", unseen.images);
  std::fprintf(file, "inline constexpr int unseen_label = %d;\n", unseen.labels[0]);
  return std::fclose(file) == 0 ? 0 : 1;
}
