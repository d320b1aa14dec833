// SPDX-License-Identifier: MIT
#pragma once
// A net's parameters from and to safetensors files. Not here: the format (safetensors.hpp).

#include <cstddef>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <kiln/io/dtype.hpp>
#include <kiln/io/file_error.hpp>
#include <kiln/io/safetensors.hpp>
#include <kiln/io/text.hpp>
#include <kiln/tensor/named_parameter.hpp>
#include <kiln/tensor/shape.hpp>

namespace kiln {

/// How a matrix of weights stands in a file.
enum class WeightLayout {
  in_out,  ///< in × out, as in kiln's memory and in x·W
  out_in   ///< out × in, as in PyTorch's Linear; transposed on the way
};

namespace parameters_detail {

template <class T>
bool is_transposed(const NamedParameter<T>& parameter, WeightLayout layout) {
  return layout == WeightLayout::out_in && parameter.shape.rank == 2 && parameter.name == "weight";
}

// The shape in the file.
template <class T>
std::vector<std::size_t> stored_shape(const NamedParameter<T>& parameter, WeightLayout layout) {
  const Shape& shape = parameter.shape;
  if (is_transposed(parameter, layout)) return {shape[1], shape[0]};
  return {shape.extents, shape.extents + shape.rank};
}

// Position in memory of the element at this position in the file.
template <class T>
std::size_t memory_index(const NamedParameter<T>& parameter, WeightLayout layout, std::size_t at) {
  if (!is_transposed(parameter, layout)) return at;
  const std::size_t in = parameter.shape[0], out = parameter.shape[1];
  return at % in * out + at / in;
}

// The given names, or "<layer>.<name>" where none are given.
template <class T>
std::vector<std::string> names_of(const std::filesystem::path& file,
                                  std::span<const NamedParameter<T>> parameters,
                                  std::vector<std::string> names) {
  if (names.empty()) {
    for (const auto& p : parameters)
      names.push_back(std::to_string(p.layer) + "." + std::string(p.name));
  }
  if (names.size() != parameters.size()) {
    throw FileError(file, std::to_string(parameters.size()) + " names, one for each parameter",
                    std::to_string(names.size()));
  }
  std::set<std::string_view> different;
  for (const std::string& name : names) {
    if (!different.insert(name).second) {
      throw FileError(file, "different names for the parameters", text::quoted(name) + " twice");
    }
  }
  return names;
}

inline void check_tensor(const std::filesystem::path& file, const std::string& name,
                         const StoredTensor& stored, const std::vector<std::size_t>& shape) {
  const bool known = stored.dtype == Dtype::f32 || stored.dtype == Dtype::f64;
  if (known && stored.shape == shape) return;
  throw FileError(file,
                  "tensor " + text::quoted(name) + " as F32 or F64 of shape " + text::shape(shape),
                  std::string(kiln::name(stored.dtype)) + " of shape " + text::shape(stored.shape));
}

template <class T>
void load(const SafetensorsFile& file, std::span<const NamedParameter<T>> parameters,
          const std::vector<std::string>& names, WeightLayout layout) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    check_tensor(file.path(), names[i], file[names[i]], stored_shape(parameters[i], layout));
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const StoredTensor& stored = file[names[i]];
    const std::size_t bytes = size(stored.dtype);
    for (std::size_t at = 0; at < parameters[i].shape.size(); ++at) {
      const auto number = stored.bytes.subspan(at * bytes, bytes);
      T& element = parameters[i].data[memory_index(parameters[i], layout, at)];
      if (stored.dtype == Dtype::f32) element = static_cast<T>(from_little_endian<float>(number));
      else element = static_cast<T>(from_little_endian<double>(number));
    }
  }
}

template <class T>
void save(const std::filesystem::path& file, std::span<const NamedParameter<const T>> parameters,
          const std::vector<std::string>& names, WeightLayout layout) {
  static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>,
                "save_safetensors: the net must be of float or double");
  std::vector<std::vector<std::byte>> bytes(parameters.size());
  std::vector<std::pair<std::string, StoredTensor>> tensors;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto& parameter = parameters[i];
    bytes[i].resize(parameter.shape.size() * sizeof(T));
    for (std::size_t at = 0; at < parameter.shape.size(); ++at) {
      to_little_endian(parameter.data[memory_index(parameter, layout, at)],
                       std::span(bytes[i]).subspan(at * sizeof(T)));
    }
    tensors.push_back({names[i], {dtype_of<T>, stored_shape(parameter, layout), bytes[i]}});
  }
  write_safetensors(file, tensors, {{"format", layout == WeightLayout::out_in ? "pt" : "kiln"}});
}

}  // namespace parameters_detail

/// Loads all parameters of a net from a safetensors file.
///
/// Layout   By default the file is taken for PyTorch's: weights out × in, which are transposed on
///          the way. For weights stored in × out (kiln's own order, the course's sample_weight)
///          say WeightLayout::in_out. Only matrices called "weight" are transposed.
///          Default names are those of torch.nn.Sequential, "0.weight", "0.bias", "1.weight", …,
///          numbered as the net's layers are; note that PyTorch counts activations too, so that
///          its second Linear is often "2.weight". Otherwise give the names, in the order of
///          net.parameters(). F32 and F64 are converted to the net's scalar. Other tensors in the
///          file are ignored.
/// Throws   FileError where the file is not as SafetensorsFile wants it, or a tensor is missing or
///          of another shape or type, or the names are not one for each parameter, all different;
///          the net is then as it was before.
/// Example  kiln::load_safetensors("sample_weight.safetensors", net,
///                                 {"W1", "b1", "W2", "b2", "W3", "b3"},
///                                 kiln::WeightLayout::in_out);
template <class Net>
void load_safetensors(const std::filesystem::path& path, Net& net,
                      const std::vector<std::string>& names = {},
                      WeightLayout layout = WeightLayout::out_in) {
  const auto parameters = net.parameters();
  const std::span<const typename decltype(parameters)::value_type> view(parameters);
  const auto all_names = parameters_detail::names_of(path, view, names);
  parameters_detail::load(SafetensorsFile(path), view, all_names, layout);
}

/// Saves all parameters of a net as a safetensors file of its scalar; whole or not at all.
///
/// Layout   By default as PyTorch wants it: weights out × in, transposed on the way, and metadata
///          {"format": "pt"}. WeightLayout::in_out writes kiln's own order and {"format": "kiln"}.
///          Load with the same layout; names are as in load_safetensors.
/// Throws   FileError where the file cannot be written, or the names are not one for each
///          parameter, all different.
template <class Net>
void save_safetensors(const std::filesystem::path& path, const Net& net,
                      const std::vector<std::string>& names = {},
                      WeightLayout layout = WeightLayout::out_in) {
  const auto parameters = net.parameters();
  const std::span<const typename decltype(parameters)::value_type> view(parameters);
  const auto all_names = parameters_detail::names_of(path, view, names);
  parameters_detail::save(path, view, all_names, layout);
}

}  // namespace kiln
