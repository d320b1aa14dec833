// SPDX-License-Identifier: MIT
// Weights that others trained: the course's (in × out) and PyTorch's (out × in), loaded, compared
// with what NumPy stored, and run over MNIST's test images by a plain loop in double.

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <kiln/io/mnist.hpp>
#include <kiln/io/parameters.hpp>

#include "data_folder.hpp"
#include "temporary_folder.hpp"

namespace {

// in → A → B → 10, with parameters as a net has them.
template <std::size_t A, std::size_t B>
struct ThreeLayers {
  std::array<float, 784 * A> w1;
  std::array<float, A> b1;
  std::array<float, A * B> w2;
  std::array<float, B> b2;
  std::array<float, B * 10> w3;
  std::array<float, 10> b3;

  auto parameters() {
    return std::array<kiln::NamedParameter<float>, 6>{
        {{0, "weight", kiln::Shape{784, A}, w1.data()},
         {0, "bias", kiln::Shape{A}, b1.data()},
         {1, "weight", kiln::Shape{A, B}, w2.data()},
         {1, "bias", kiln::Shape{B}, b2.data()},
         {2, "weight", kiln::Shape{B, 10}, w3.data()},
         {2, "bias", kiln::Shape{10}, b3.data()}}};
  }
};

// x·W + b
std::vector<double> affine(std::span<const double> x, std::span<const float> w,
                           std::span<const float> b) {
  std::vector<double> z(b.begin(), b.end());
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] == 0) continue;
    for (std::size_t j = 0; j < z.size(); ++j)
      z[j] += x[i] * static_cast<double>(w[i * z.size() + j]);
  }
  return z;
}

// How many of the test images the net gets right.
template <class Net, class Activation>
int count_right(const Net& net, const kiln::LabelledImages& images, Activation activation) {
  int right = 0;
  for (std::size_t n = 0; n < images.count(); ++n) {
    const auto row = images.rows<784>()[n];
    std::vector<double> a(row.begin(), row.end());
    a = affine(a, net.w1, net.b1);
    std::transform(a.begin(), a.end(), a.begin(), activation);
    a = affine(a, net.w2, net.b2);
    std::transform(a.begin(), a.end(), a.begin(), activation);
    a = affine(a, net.w3, net.b3);
    right += std::max_element(a.begin(), a.end()) - a.begin() == images.labels[n];
  }
  return right;
}

kiln::LabelledImages test_images() {
  const auto folder = data_folder() / "mnist";
  return kiln::load_images(folder / "t10k-images-idx3-ubyte.gz",
                           folder / "t10k-labels-idx1-ubyte.gz");
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_course_s_weights_are_numpy_s_and_get_9352_right) {
  if (!data_is_there()) return;
  const auto folder = data_folder() / "sample_weight";
  const std::vector<std::string> names{"W1", "b1", "W2", "b2", "W3", "b3"};
  const auto net = std::make_unique<ThreeLayers<50, 100>>();
  kiln::load_safetensors(folder / "sample_weight.safetensors", *net, names,
                         kiln::WeightLayout::in_out);
  const auto parameters = net->parameters();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Bytes file = read(folder / (names[i] + ".npy"));  // a header, then the numbers
    const std::size_t bytes = parameters[i].shape.size() * sizeof(float);
    BOOST_REQUIRE(file.size() > bytes);
    const std::uint8_t* numbers = file.data() + file.size() - bytes;
    BOOST_TEST(std::memcmp(parameters[i].data, numbers, bytes) == 0);
  }
  const auto sigmoid = [](double z) { return 1 / (1 + std::exp(-z)); };
  BOOST_TEST(count_right(*net, test_images(), sigmoid) == 9352);
}

BOOST_AUTO_TEST_CASE(pytorch_s_weights_are_transposed_and_get_9558_right) {
  if (!data_is_there()) return;
  const auto file = data_folder() / "onnx/safetensors-mlp/mnist-mlp-256x2.safetensors";
  const auto net = std::make_unique<ThreeLayers<256, 256>>();
  kiln::load_safetensors(file, *net,
                         {"input_layer.weight", "input_layer.bias", "mid_layer.weight",
                          "mid_layer.bias", "output_layer.weight", "output_layer.bias"});
  const auto relu = [](double z) { return z > 0 ? z : 0; };
  BOOST_TEST(count_right(*net, test_images(), relu) == 9558);
}

BOOST_AUTO_TEST_CASE(real_files_list_what_is_in_them) {
  if (!data_is_there()) return;
  const kiln::SafetensorsFile course(data_folder() / "sample_weight/sample_weight.safetensors");
  BOOST_TEST(course.tensors().size() == 6U);
  BOOST_TEST(course.metadata().at("format") == "np");
  const kiln::SafetensorsFile torch(data_folder() /
                                    "onnx/safetensors-mlp/mnist-mlp-256x2.safetensors");
  BOOST_TEST(torch.metadata().at("format") == "pt");
  BOOST_TEST((torch["input_layer.weight"].shape == std::vector<std::size_t>{256, 784}));
}
