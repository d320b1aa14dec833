// SPDX-License-Identifier: MIT
#pragma once
// MNIST, and whatever else comes in the same four files (Fashion-MNIST), as labelled images. Not
// here: the file format (idx.hpp), downloading.

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <kiln/data/labelled_images.hpp>
#include <kiln/data/one_hot.hpp>
#include <kiln/io/file_error.hpp>
#include <kiln/io/idx.hpp>
#include <kiln/io/text.hpp>
#include <kiln/tensor/rows.hpp>

namespace kiln {

/// How the images and labels shall stand in memory.
struct MnistOptions {
  bool normalize = true;       ///< pixels 0 to 1 (pixel / 255 in float); otherwise 0 to 255
  bool flatten = true;         ///< shape n × 784; otherwise n × 1 × 28 × 28
  bool one_hot_label = false;  ///< fill one_hot too; the labels themselves are always there
};

/// The data set's two halves.
struct Mnist {
  LabelledImages train;  ///< 60,000 in MNIST
  LabelledImages test;   ///< 10,000 in MNIST
};

namespace mnist_detail {

inline constexpr std::size_t side = 28;  // pixels of an image, each way

inline void check_labels(const Idx& labels, const std::filesystem::path& file) {
  if (labels.shape.size() != 1 || labels.data.empty()) {
    throw FileError(file, "labels of shape (n), n at least 1",
                    "shape " + text::shape(labels.shape));
  }
  for (std::size_t i = 0; i < labels.data.size(); ++i) {
    if (labels.data[i] >= LabelledImages::classes) {
      throw FileError(file, "labels from 0 to 9",
                      std::to_string(labels.data[i]) + " at position " + std::to_string(i));
    }
  }
}

inline void check_images(const Idx& images, const std::filesystem::path& file, std::size_t count,
                         const std::filesystem::path& labels_file) {
  if (images.shape.size() != 3 || images.shape[1] != side || images.shape[2] != side) {
    throw FileError(file, "images of shape (n, 28, 28)", "shape " + text::shape(images.shape));
  }
  if (images.shape[0] != count) {
    throw FileError(
        file,
        std::to_string(count) + " images, as many as labels in " + labels_file.filename().string(),
        std::to_string(images.shape[0]));
  }
}

inline std::vector<float> to_floats(const std::vector<std::uint8_t>& pixels, bool normalize) {
  std::array<float, 256> value{};
  for (std::size_t i = 0; i < value.size(); ++i) {
    value[i] = static_cast<float>(i) / (normalize ? 255.0f : 1.0f);
  }
  std::vector<float> result(pixels.size());
  for (std::size_t i = 0; i < pixels.size(); ++i) result[i] = value[pixels[i]];
  return result;
}

inline std::vector<float> to_one_hot(const std::vector<std::uint8_t>& labels) {
  constexpr std::size_t classes = LabelledImages::classes;
  std::vector<float> result(labels.size() * classes);
  kiln::one_hot(std::span(labels), Rows<float, Shape{classes}>(std::span(result)));
  return result;
}

// The plain file where it is there, otherwise the gzipped one.
inline std::filesystem::path find(const std::filesystem::path& folder, const std::string& name) {
  std::error_code ignored;
  for (const std::string& candidate : {name, name + ".gz"}) {
    if (std::filesystem::exists(folder / candidate, ignored)) return folder / candidate;
  }
  throw FileError(folder / name, "this file or the same with .gz", "neither");
}

}  // namespace mnist_detail

/// Images and their labels from a pair of IDX files, plain or gzipped.
///
/// Throws   FileError where a file is not as read_idx wants it, the images are not 28 × 28, a label
///          is above 9, the two counts differ, or there is nothing in them.
inline LabelledImages load_images(const std::filesystem::path& images_file,
                                  const std::filesystem::path& labels_file,
                                  const MnistOptions& options = {}) {
  Idx labels = read_idx(labels_file);
  mnist_detail::check_labels(labels, labels_file);
  const Idx images = read_idx(images_file);
  mnist_detail::check_images(images, images_file, labels.data.size(), labels_file);

  constexpr std::size_t side = mnist_detail::side;
  LabelledImages result;
  result.images = mnist_detail::to_floats(images.data, options.normalize);
  result.shape.push_back(labels.data.size());
  if (options.flatten) result.shape.push_back(side * side);
  else result.shape.insert(result.shape.end(), {1, side, side});
  if (options.one_hot_label) result.one_hot = mnist_detail::to_one_hot(labels.data);
  result.labels = std::move(labels.data);
  return result;
}

/// MNIST from a folder with train-images-idx3-ubyte, train-labels-idx1-ubyte,
/// t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each as it is or with .gz.
///
/// Throws   FileError where one is missing or not as load_images wants it.
/// Example  const kiln::Mnist mnist = kiln::load_mnist("mnist", {.one_hot_label = true});
inline Mnist load_mnist(const std::filesystem::path& folder, const MnistOptions& options = {}) {
  const auto half = [&](const std::string& name) {
    return load_images(mnist_detail::find(folder, name + "-images-idx3-ubyte"),
                       mnist_detail::find(folder, name + "-labels-idx1-ubyte"), options);
  };
  return {half("train"), half("t10k")};
}

}  // namespace kiln
