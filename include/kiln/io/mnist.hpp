// SPDX-License-Identifier: MIT
#pragma once
// MNIST, and whatever else comes in the same four files (Fashion-MNIST), as labelled images. Not
// here: the file format (idx.hpp), downloading.

#include <algorithm>
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
template <class Pixel>
struct BasicMnist {
  BasicLabelledImages<Pixel> train;  ///< 60,000 in MNIST
  BasicLabelledImages<Pixel> test;   ///< 10,000 in MNIST
};

/// As nets want it.
using Mnist = BasicMnist<float>;
/// As it stands in its files: a quarter of the memory.
using MnistBytes = BasicMnist<std::uint8_t>;

namespace mnist_detail {

inline constexpr std::size_t side = 28;  // pixels of an image, each way

inline std::vector<std::uint8_t> read_labels(const std::filesystem::path& file) {
  IdxReader reader(file);
  if (reader.shape().size() != 1 || reader.size() == 0) {
    throw FileError(file, "labels of shape (n), n at least 1",
                    "shape " + text::shape(reader.shape()));
  }
  reader.check_data();
  std::vector<std::uint8_t> labels(reader.size());
  reader.read(labels);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] >= LabelledImages::classes) {
      throw FileError(file, "labels from 0 to 9",
                      std::to_string(labels[i]) + " at position " + std::to_string(i));
    }
  }
  return labels;
}

inline void check_images(const std::vector<std::size_t>& shape, const std::filesystem::path& file,
                         std::size_t count, const std::filesystem::path& labels_file) {
  if (shape.size() != 3 || shape[1] != side || shape[2] != side) {
    throw FileError(file, "images of shape (n, 28, 28)", "shape " + text::shape(shape));
  }
  if (shape[0] != count) {
    throw FileError(
        file,
        std::to_string(count) + " images, as many as labels in " + labels_file.filename().string(),
        std::to_string(shape[0]));
  }
}

// The pixels as floats; only a piece of them is in memory as bytes.
inline std::vector<float> read_pixels(IdxReader& reader, bool normalize) {
  std::array<float, 256> value{};
  for (std::size_t i = 0; i < value.size(); ++i) {
    value[i] = static_cast<float>(i) / (normalize ? 255.0f : 1.0f);
  }
  std::vector<float> result(reader.size());
  std::array<std::uint8_t, 65536> piece;
  for (std::size_t at = 0; at < result.size();) {
    const auto part = std::span(piece).first(std::min(result.size() - at, piece.size()));
    reader.read(part);
    for (const std::uint8_t pixel : part) result[at++] = value[pixel];
  }
  return result;
}

inline std::vector<float> to_one_hot(const std::vector<std::uint8_t>& labels) {
  constexpr std::size_t classes = LabelledImages::classes;
  std::vector<float> result(labels.size() * classes);
  kiln::one_hot(std::span(labels), Rows<float, Shape{classes}>(std::span(result)));
  return result;
}

// Labels and images, read(reader) giving the pixels: those refused that do not fit.
template <class Pixel, class Read>
BasicLabelledImages<Pixel> load(const std::filesystem::path& images_file,
                                const std::filesystem::path& labels_file, const Read& read) {
  BasicLabelledImages<Pixel> result;
  result.labels = read_labels(labels_file);
  IdxReader images(images_file);
  check_images(images.shape(), images_file, result.count(), labels_file);
  images.check_data();
  result.images = read(images);
  result.shape = {result.count(), side * side};
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

// Both halves of the data set in a folder, each load(its images' file, its labels' file).
template <class Load>
auto halves(const std::filesystem::path& folder, const Load& load) {
  const auto half = [&](const std::string& name) {
    return load(find(folder, name + "-images-idx3-ubyte"),
                find(folder, name + "-labels-idx1-ubyte"));
  };
  using Pixel = typename decltype(half("train").images)::value_type;
  return BasicMnist<Pixel>{half("train"), half("t10k")};
}

}  // namespace mnist_detail

/// Images and their labels from a pair of IDX files, plain or gzipped.
///
/// Throws   FileError where a file is not as read_idx wants it, the images are not 28 × 28, a label
///          is above 9, the two counts differ, or there is nothing in them; what its header
///          gives away is refused before the data is read.
/// Cost     memory for the result and 256 KiB.
inline LabelledImages load_images(const std::filesystem::path& images_file,
                                  const std::filesystem::path& labels_file,
                                  const MnistOptions& options = {}) {
  constexpr std::size_t side = mnist_detail::side;
  LabelledImages result = mnist_detail::load<float>(
      images_file, labels_file,
      [&](IdxReader& reader) { return mnist_detail::read_pixels(reader, options.normalize); });
  if (!options.flatten) result.shape = {result.count(), 1, side, side};
  if (options.one_hot_label) result.one_hot = mnist_detail::to_one_hot(result.labels);
  return result;
}

/// The same with the pixels as the bytes that they are in the file, 0 to 255; shape n × 784.
///
/// Throws   FileError as load_images.
/// Cost     memory for the result.
inline LabelledBytes load_image_bytes(const std::filesystem::path& images_file,
                                      const std::filesystem::path& labels_file) {
  return mnist_detail::load<std::uint8_t>(images_file, labels_file, [](IdxReader& reader) {
    std::vector<std::uint8_t> pixels(reader.size());
    reader.read(pixels);
    return pixels;
  });
}

/// MNIST from a folder with train-images-idx3-ubyte, train-labels-idx1-ubyte,
/// t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each as it is or with .gz.
///
/// Throws   FileError where one is missing or not as load_images wants it.
/// Example  const kiln::Mnist mnist = kiln::load_mnist("mnist", {.one_hot_label = true});
inline Mnist load_mnist(const std::filesystem::path& folder, const MnistOptions& options = {}) {
  return mnist_detail::halves(folder, [&](const auto& images_file, const auto& labels_file) {
    return load_images(images_file, labels_file, options);
  });
}

/// The same with the pixels as bytes: 55 MB instead of 220. Minibatches widen them when they are
/// drawn; the course takes 0.8 of its time for it (bench/peers).
///
/// Throws   FileError as load_mnist.
/// Example  const kiln::MnistBytes mnist = kiln::load_mnist_bytes("mnist");
///          kiln::Minibatches<float, 784, 100> batches(mnist.train.rows<784>(),
///                                                     mnist.train.labels, 255);
inline MnistBytes load_mnist_bytes(const std::filesystem::path& folder) {
  return mnist_detail::halves(folder, [](const auto& images_file, const auto& labels_file) {
    return load_image_bytes(images_file, labels_file);
  });
}

}  // namespace kiln
