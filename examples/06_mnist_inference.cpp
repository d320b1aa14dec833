// SPDX-License-Identifier: MIT
// 06 MNIST: a trained net reads 10,000 digits.
//
// The images come from IDX files, the weights from a safetensors file; both are checked while they
// are read. Then the net is asked twice: image by image, and a hundred images at a time, which is
// faster because each weight, once loaded, serves many images. It answers the same.
//
// needs: KILN_DATA_DIR

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>

#include <kiln/io/mnist.hpp>
#include <kiln/io/parameters.hpp>
#include <kiln/kiln.hpp>

using kiln::Dense, kiln::Sigmoid, kiln::Softmax;
using Net = kiln::Net<784, Dense<50, Sigmoid>, Dense<100, Sigmoid>, Dense<10, Softmax>>;
using Image = kiln::View<const float, kiln::Shape{28, 28}>;

// Two images side by side, two pixels to a character.
void show(Image left, Image right) {
  const char* const blocks[] = {" ", "▄", "▀", "█"};
  for (std::size_t i = 0; i < 28; i += 2) {
    std::string line;
    for (const Image& image : {left, right}) {
      for (std::size_t j = 0; j < 28; ++j) {
        line += blocks[2 * (image(i, j) > 0.4f) + (image(i + 1, j) > 0.4f)];
      }
    }
    std::puts(line.c_str());
  }
}

// How the images stand in memory, and what the label of the first one is.
void describe(const char* options, const kiln::LabelledImages& set) {
  std::printf("%-18s", options);
  for (std::size_t i = 0; i < set.shape.size(); ++i) {
    std::printf("%s%zu", i == 0 ? "" : " x ", set.shape[i]);
  }
  float largest = 0;
  for (const float pixel : set.images) largest = pixel > largest ? pixel : largest;
  std::printf(", pixels from 0 to %g, first label %d", static_cast<double>(largest), set.labels[0]);
  if (!set.one_hot.empty()) {
    std::printf(" =");
    for (const float x : set.one_hot_rows()[0]) std::printf(" %g", static_cast<double>(x));
  }
  std::puts("");
}

int main() try {
  const char* const variable = std::getenv("KILN_DATA_DIR");
  const std::filesystem::path data = variable == nullptr ? "." : variable;
  const kiln::LabelledImages test = kiln::load_mnist(data / "mnist").test;
  describe("as nets want it", test);
  const kiln::MnistOptions stored{.normalize = false, .flatten = false, .one_hot_label = true};
  describe("as it is stored", kiln::load_mnist(data / "mnist", stored).test);

  static Net net;  // 180 kB: not for the stack
  kiln::load_safetensors(data / "sample_weight" / "sample_weight.safetensors", net,
                         {"W1", "b1", "W2", "b2", "W3", "b3"}, kiln::WeightLayout::in_out);

  const auto images = test.rows<784>();
  std::size_t correct = 0, first_wrong = images.count();
  for (std::size_t i = 0; i < images.count(); ++i) {
    const bool right = kiln::argmax(net.predict(images[i])) == test.labels[i];
    correct += right ? 1 : 0;
    if (!right && first_wrong == images.count()) first_wrong = i;
  }
  std::printf("one by one: %zu of %zu right\n", correct, images.count());

  static kiln::Workspace<Net, 100> workspace;
  correct = kiln::correct_count(net, images, test.labels, workspace);
  std::printf("in batches of 100: %zu of %zu right\n", correct, images.count());

  const kiln::Tensor<10> y = net.predict(images[first_wrong]);
  std::printf("the first image is a %d; number %zu is the first to fail: a %d, taken for a %zu\n",
              test.labels[0], first_wrong, test.labels[first_wrong], kiln::argmax(y));
  show(images[0].reshape<kiln::Shape{28, 28}>(),
       images[first_wrong].reshape<kiln::Shape{28, 28}>());
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}

// Output:
// as nets want it   10000 x 784, pixels from 0 to 1, first label 7
// as it is stored   10000 x 1 x 28 x 28, pixels from 0 to 255, first label 7 = 0 0 0 0 0 0 0 1 0 0
// one by one: 9352 of 10000 right
// in batches of 100: 9352 of 10000 right
// the first image is a 7; number 8 is the first to fail: a 5, taken for a 6
//
//
//                                             ▄▄▄▄▄▄█▄▄
//        ▄▄▄                               ████████████
//       ▀█▀████████████▄              ▄█   ▀▀▀▀▀
//                    ██▀            ▄██▀
//                  ▄██             ▄██
//                 ▄██              ████▄▄ ▄
//                ▄██               ▀▀████████████▄
//               ▄██                      ████▀████
//              ██▀                        ███████▀
//            ▄██▀                          ▀▀█▀▀
//           ▄███
//           ▀▀▀
