// SPDX-License-Identifier: MIT
#pragma once
// A net's report as a table, as Keras prints it. Not part of kiln.hpp: it makes a string.

#include <algorithm>
#include <cstddef>
#include <string>

#include <kiln/net/report.hpp>

namespace kiln {

namespace summary_detail {
inline std::string padded(std::string text, std::size_t width, bool right) {
  const std::size_t gap = text.size() < width ? width - text.size() : 0;
  return right ? std::string(gap, ' ') + text : text + std::string(gap, ' ');
}

inline std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

inline std::string extents(const Shape& shape) {
  std::string text = std::to_string(shape[0]);
  for (std::size_t i = 1; i < shape.rank; ++i) text += " x " + std::to_string(shape[i]);
  return text;
}

inline std::string row(const std::string& layer, const std::string& output,
                       const std::string& parameters, const std::string& bytes,
                       const std::string& forward, const std::string& backward) {
  std::string line = padded(layer, 16, false) + padded(output, 16, false);
  for (const std::string* text : {&parameters, &bytes, &forward, &backward}) {
    line += padded(*text, 14, true);
  }
  return line + "\n";
}
}  // namespace summary_detail

/// The report as a table of one line a layer, then the whole net's bytes.
///
/// Units    bytes; FLOPs of one sample.
/// Example  std::puts(kiln::summary(Net::report).c_str());
template <std::size_t Count>
std::string summary(const Report<Count>& report) {
  using namespace summary_detail;
  std::string text = row("layer", "output", "parameters", "bytes", "forward FLOP", "backward FLOP");
  const std::string rule(text.size() - 1, '-');
  text += rule + "\n";
  std::size_t number = 0, bytes = 0;
  for (const LayerReport& layer : report.layers) {
    text += row(std::to_string(number++) + " " + std::string(layer.name), extents(layer.output),
                grouped(layer.parameters), grouped(layer.bytes), grouped(layer.forward_flops),
                grouped(layer.backward_flops));
    bytes += layer.bytes;
  }
  text += rule + "\n";
  text += row("total", "", grouped(report.parameters), grouped(bytes),
              grouped(report.forward_flops), grouped(report.backward_flops));
  text += "trained parameters  " + grouped(report.trained) + "\n";
  text += "the net             " + grouped(report.weight_bytes) + " bytes\n";
  text += "predict(x)          " + grouped(report.inference_bytes) + " bytes of stack\n";
  text += "Workspace<Net, 1>   " + grouped(report.training_bytes) + " bytes\n";
  return text;
}

}  // namespace kiln
