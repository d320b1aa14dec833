// SPDX-License-Identifier: MIT
#pragma once
// A data set in memory: what a reader gives and a trainer takes. Not here: how a trainer picks from
// it (minibatches.hpp), where it comes from (synthetic_digits.hpp, io/mnist.hpp).

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <kiln/tensor/rows.hpp>
#include <kiln/tensor/shape.hpp>

namespace kiln {

/// n images of digits and what they show, in pixels of type `Pixel`.
///
/// Shapes   images: n × 784 or n × 1 × 28 × 28 (the same elements in the same order),
///          labels: n, each 0 to 9,  one_hot: n × 10, or empty where nobody asked for it.
template <class Pixel>
struct BasicLabelledImages {
  static constexpr std::size_t classes = 10;  ///< how many digits there are

  std::vector<Pixel> images;         ///< image by image, row by row
  std::vector<std::uint8_t> labels;  ///< the digit on each image
  std::vector<float> one_hot;        ///< the labels as rows of nine 0 and one 1
  std::vector<std::size_t> shape;    ///< of `images`, the number of images first

  /// Number of images.
  std::size_t count() const { return labels.size(); }

  /// The images as a batch. Requires Row.size() elements in each image.
  template <Shape Row>
  Rows<const Pixel, Row> rows() const {
    assert(images.size() == count() * Row.size() && "rows: the images have another size");
    return {images.data(), count()};
  }

  /// The one-hot labels as a batch. Requires that they were asked for.
  Rows<const float, Shape{classes}> one_hot_rows() const {
    assert(one_hot.size() == count() * classes && "one_hot_rows: there are no one-hot labels");
    return {one_hot.data(), count()};
  }
};

/// Images as nets want them.
using LabelledImages = BasicLabelledImages<float>;
/// Images as files have them, pixels 0 to 255: a quarter of the memory. Minibatches widen them.
using LabelledBytes = BasicLabelledImages<std::uint8_t>;

}  // namespace kiln
