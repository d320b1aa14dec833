// SPDX-License-Identifier: MIT
#pragma once
// A net's parameters from and to safetensors files. Not here: lists of parameters as tensors
// (parameter_tensors.hpp), the state of a training (checkpoint.hpp).

#include <cstddef>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <kiln/io/file_error.hpp>
#include <kiln/io/parameter_tensors.hpp>
#include <kiln/io/safetensors.hpp>
#include <kiln/io/text.hpp>
#include <kiln/tensor/named_parameter.hpp>

namespace kiln {

namespace parameters_detail {

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
  read_parameters(SafetensorsFile(path), view, all_names, layout);
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
  write_parameters(path, view, all_names, layout);
}

}  // namespace kiln
