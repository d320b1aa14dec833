// SPDX-License-Identifier: MIT
#pragma once
// A list of named parameters from and to the tensors of a safetensors file, in either layout of
// weights. Not here: the list of a net (parameters.hpp), the format (safetensors.hpp).

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
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

namespace parameter_tensors_detail {

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

inline void check_tensor(const std::filesystem::path& file, const std::string& name,
                         const StoredTensor& stored, const std::vector<std::size_t>& shape) {
  const bool known = stored.dtype == Dtype::f32 || stored.dtype == Dtype::f64;
  if (known && stored.shape == shape) return;
  throw FileError(file,
                  "tensor " + text::quoted(name) + " as F32 or F64 of shape " + text::shape(shape),
                  std::string(kiln::name(stored.dtype)) + " of shape " + text::shape(stored.shape));
}

}  // namespace parameter_tensors_detail

/// Fills every parameter from the tensor of its name. F32 and F64 are converted to `T`; weights
/// (matrices called "weight") are transposed where the layout says so.
///
/// Requires a name for each parameter.
/// Throws   FileError where a tensor is missing or of another shape or type; nothing is changed
///          then.
template <class T>
void read_parameters(const SafetensorsFile& file, std::span<const NamedParameter<T>> parameters,
                     const std::vector<std::string>& names, WeightLayout layout) {
  namespace detail = parameter_tensors_detail;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    detail::check_tensor(file.path(), names[i], file[names[i]],
                         detail::stored_shape(parameters[i], layout));
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const StoredTensor& stored = file[names[i]];
    const std::size_t bytes = size(stored.dtype);
    for (std::size_t at = 0; at < parameters[i].shape.size(); ++at) {
      const auto number = stored.bytes.subspan(at * bytes, bytes);
      T& element = parameters[i].data[detail::memory_index(parameters[i], layout, at)];
      if (stored.dtype == Dtype::f32) element = static_cast<T>(from_little_endian<float>(number));
      else element = static_cast<T>(from_little_endian<double>(number));
    }
  }
}

/// Writes every parameter as a tensor of its name; whole or not at all. Metadata "format" is added:
/// "pt" for weights out × in, "kiln" for in × out.
///
/// Requires a name for each parameter.
/// Throws   FileError where the file cannot be written, or a name comes twice.
template <class T>
void write_parameters(const std::filesystem::path& file,
                      std::span<const NamedParameter<const T>> parameters,
                      const std::vector<std::string>& names, WeightLayout layout,
                      SafetensorsFile::Metadata metadata = {}) {
  namespace detail = parameter_tensors_detail;
  static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>,
                "save_safetensors: the net must be of float or double");
  std::vector<std::vector<std::byte>> bytes(parameters.size());
  std::vector<std::pair<std::string, StoredTensor>> tensors;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto& parameter = parameters[i];
    bytes[i].resize(parameter.shape.size() * sizeof(T));
    for (std::size_t at = 0; at < parameter.shape.size(); ++at) {
      to_little_endian(parameter.data[detail::memory_index(parameter, layout, at)],
                       std::span(bytes[i]).subspan(at * sizeof(T)));
    }
    tensors.push_back({names[i], {dtype_of<T>, detail::stored_shape(parameter, layout), bytes[i]}});
  }
  metadata["format"] = layout == WeightLayout::out_in ? "pt" : "kiln";
  write_safetensors(file, tensors, metadata);
}

}  // namespace kiln
