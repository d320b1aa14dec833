// SPDX-License-Identifier: MIT
// The real MNIST: its counts, and known sums over all pixels and labels.

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <numeric>
#include <vector>

#include <kiln/io/mnist.hpp>

#include "data_folder.hpp"

namespace {

// Images of each digit.
std::array<int, 10> histogram(const std::vector<std::uint8_t>& labels) {
  std::array<int, 10> count{};
  for (const std::uint8_t label : labels) ++count[label];
  return count;
}

double sum(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

BOOST_AUTO_TEST_CASE(all_seventy_thousand_images_are_read) {
  if (!data_is_there()) return;
  const kiln::Mnist mnist = kiln::load_mnist(data_folder() / "mnist", {.normalize = false});
  BOOST_TEST((mnist.train.shape == std::vector<std::size_t>{60000, 784}));
  BOOST_TEST((mnist.test.shape == std::vector<std::size_t>{10000, 784}));
  BOOST_TEST(histogram(mnist.train.labels) ==
                 (std::array<int, 10>{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}),
             boost::test_tools::per_element());
  BOOST_TEST(histogram(mnist.test.labels) ==
                 (std::array<int, 10>{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}),
             boost::test_tools::per_element());
  BOOST_TEST(sum(mnist.train.images) == 1567298545.0);
  BOOST_TEST(sum(mnist.test.images) == 264923200.0);
}

BOOST_AUTO_TEST_CASE(normalised_pixels_and_one_hot_labels_are_the_same_data) {
  if (!data_is_there()) return;
  const auto folder = data_folder() / "mnist";
  const auto load = [&](const kiln::MnistOptions& options) {
    return kiln::load_images(folder / "t10k-images-idx3-ubyte.gz",
                             folder / "t10k-labels-idx1-ubyte.gz", options);
  };
  const auto raw = load({.normalize = false});
  const auto normalised = load({.flatten = false, .one_hot_label = true});
  BOOST_TEST((normalised.shape == std::vector<std::size_t>{10000, 1, 28, 28}));
  bool equal = true;
  for (std::size_t i = 0; i < raw.images.size(); ++i) {
    equal = equal && normalised.images[i] == raw.images[i] / 255.0f;
  }
  BOOST_TEST(equal);
  BOOST_TEST(sum(normalised.one_hot) == 10000.0);
  BOOST_TEST(normalised.one_hot_rows()[0](7) == 1.0f);  // the first test image is a 7
}

BOOST_AUTO_TEST_CASE(bytes_over_255_are_the_normalised_pixels) {
  if (!data_is_there()) return;
  const kiln::MnistBytes bytes = kiln::load_mnist_bytes(data_folder() / "mnist");
  const kiln::LabelledImages test = kiln::load_mnist(data_folder() / "mnist").test;
  BOOST_TEST(bytes.train.count() == 60000U);
  BOOST_TEST((bytes.test.labels == test.labels));
  BOOST_TEST((bytes.test.shape == test.shape));
  BOOST_REQUIRE(bytes.test.images.size() == test.images.size());
  bool equal = true;
  for (std::size_t i = 0; i < test.images.size(); ++i) {
    equal = equal && static_cast<float>(bytes.test.images[i]) / 255.0f == test.images[i];
  }
  BOOST_TEST(equal);
}
