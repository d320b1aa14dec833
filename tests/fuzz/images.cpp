// SPDX-License-Identifier: MIT
// Any bytes as a pair of files, labels and images: the first byte says how many are the labels'.
#include <kiln/io/mnist.hpp>

#include "memory_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::span bytes(data + 1, size - 1);
  const std::size_t split = std::min<std::size_t>(data[0], bytes.size());
  const fuzz::MemoryFile labels(bytes.first(split)), images(bytes.subspan(split));
  for (const bool one_hot : {false, true}) {
    fuzz::read_or_refused([&] {
      const kiln::LabelledImages read = kiln::load_images(
          images.path(), labels.path(), {.normalize = one_hot, .one_hot_label = one_hot});
      fuzz::require(read.count() > 0 && read.images.size() == read.count() * 784);
      fuzz::require(read.one_hot.size() == (one_hot ? read.count() * 10 : 0));
      for (const std::uint8_t label : read.labels) fuzz::require(label < 10);
    });
  }
  fuzz::read_or_refused([&] {
    const kiln::LabelledBytes read = kiln::load_image_bytes(images.path(), labels.path());
    fuzz::require(read.count() > 0 && read.images.size() == read.count() * 784);
  });
  return 0;
}
