// SPDX-License-Identifier: MIT
// Small data sets in MNIST's four files: every combination of the options, and what is refused.

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <kiln/io/mnist.hpp>

#include "temporary_folder.hpp"

namespace {

constexpr std::size_t pixels = 784;

Bytes images(std::uint8_t count) {
  Bytes bytes{0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28};
  for (std::size_t i = 0; i < count * pixels; ++i)
    bytes.push_back(static_cast<std::uint8_t>(i % 256));
  return bytes;
}

Bytes labels(const Bytes& values) {
  return Bytes{0, 0, 8, 1, 0, 0, 0, static_cast<std::uint8_t>(values.size())} + values;
}

// Three training images, gzipped, and two test images, plain.
void write_mnist(const TemporaryFolder& folder) {
  write(folder / "train-images-idx3-ubyte.gz", gzip(images(3)));
  write(folder / "train-labels-idx1-ubyte.gz", gzip(labels({7, 0, 9})));
  write(folder / "t10k-images-idx3-ubyte", images(2));
  write(folder / "t10k-labels-idx1-ubyte", labels({1, 2}));
}

void check_half(const kiln::LabelledImages& half, const Bytes& expected,
                const kiln::MnistOptions& options) {
  BOOST_TEST(half.labels == expected, boost::test_tools::per_element());
  BOOST_TEST(half.count() == expected.size());
  const auto flat = std::vector<std::size_t>{expected.size(), pixels};
  const auto planes = std::vector<std::size_t>{expected.size(), 1, 28, 28};
  BOOST_TEST((half.shape == (options.flatten ? flat : planes)));
  BOOST_REQUIRE(half.images.size() == expected.size() * pixels);
  for (std::size_t i = 0; i < half.images.size(); ++i) {
    const auto byte = static_cast<float>(i % 256);
    if (half.images[i] != (options.normalize ? byte / 255.0f : byte)) BOOST_ERROR("pixel " << i);
  }
  BOOST_REQUIRE(half.one_hot.size() == (options.one_hot_label ? expected.size() * 10 : 0));
  for (std::size_t i = 0; i < half.one_hot.size(); ++i) {
    BOOST_TEST(half.one_hot[i] == (expected[i / 10] == i % 10 ? 1.0f : 0.0f));
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(all_combinations_of_options_are_as_they_say) {
  const TemporaryFolder folder;
  write_mnist(folder);
  for (const bool normalize : {false, true}) {
    for (const bool flatten : {false, true}) {
      for (const bool one_hot_label : {false, true}) {
        const kiln::MnistOptions options{normalize, flatten, one_hot_label};
        const kiln::Mnist mnist = kiln::load_mnist(folder / "", options);
        check_half(mnist.train, {7, 0, 9}, options);
        check_half(mnist.test, {1, 2}, options);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_defaults_are_the_course_s) {
  const TemporaryFolder folder;
  write_mnist(folder);
  check_half(kiln::load_mnist(folder / "").train, {7, 0, 9},
             {.normalize = true, .flatten = true, .one_hot_label = false});
}

BOOST_AUTO_TEST_CASE(bytes_are_as_they_stand_in_the_files) {
  const TemporaryFolder folder;
  write_mnist(folder);
  const kiln::MnistBytes mnist = kiln::load_mnist_bytes(folder / "");
  const auto check = [](const kiln::LabelledBytes& half, const Bytes& expected) {
    BOOST_TEST(half.labels == expected, boost::test_tools::per_element());
    BOOST_TEST((half.shape == std::vector<std::size_t>{expected.size(), pixels}));
    BOOST_TEST(half.one_hot.empty());
    const Bytes file = images(static_cast<std::uint8_t>(expected.size()));
    BOOST_TEST((half.images == Bytes(file.begin() + 16, file.end())));
    BOOST_TEST(half.rows<pixels>().count() == expected.size());
  };
  check(mnist.train, {7, 0, 9});
  check(mnist.test, {1, 2});
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_named) {
  for (const std::string missing : {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
                                    "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"}) {
    const TemporaryFolder folder;
    write_mnist(folder);
    std::filesystem::remove(folder / missing);
    const std::string stem = missing.substr(0, missing.find(".gz"));
    BOOST_CHECK_EXCEPTION(kiln::load_mnist(folder / ""), kiln::FileError,
                          Says(stem, "the same with .gz", "neither"));
    BOOST_CHECK_EXCEPTION(kiln::load_mnist_bytes(folder / ""), kiln::FileError,
                          Says(stem, "the same with .gz", "neither"));
  }
}

BOOST_AUTO_TEST_CASE(images_and_labels_that_do_not_fit_are_refused_with_both_numbers) {
  const TemporaryFolder folder;
  const auto check = [&](const Bytes& image_bytes, const Bytes& label_bytes, Says says) {
    const auto image_file = write(folder / "images", image_bytes);
    const auto label_file = write(folder / "labels", label_bytes);
    BOOST_CHECK_EXCEPTION(kiln::load_images(image_file, label_file), kiln::FileError, says);
    BOOST_CHECK_EXCEPTION(kiln::load_image_bytes(image_file, label_file), kiln::FileError, says);
  };
  check(images(2), labels({1, 2, 3}), Says("images", "3 images, as many as labels", "2"));
  check(images(2), labels({1, 10}), Says("labels", "labels from 0 to 9", "10 at position 1"));
  check(images(2), images(2), Says("labels", "labels of shape (n)", "(2, 28, 28)"));
  check(labels({1, 2}), labels({1, 2}), Says("images", "(n, 28, 28)", "(2)"));
  check(images(0), labels({}), Says("labels", "n at least 1", "(0)"));
  check({0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5}, labels({1}),
        Says("images", "(n, 28, 28)", "(1, 1, 1)"));
}
