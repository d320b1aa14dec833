// SPDX-License-Identifier: MIT
#pragma once
// The whole state of a training in one file, so that a run that is stopped at any moment goes on
// from its last checkpoint and ends with the same bits. Not here: parameters alone
// (parameters.hpp), how a file is replaced whole (replace_file.hpp).

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <kiln/io/checkpoint_entries.hpp>
#include <kiln/io/dtype.hpp>
#include <kiln/io/file_error.hpp>
#include <kiln/io/parameter_tensors.hpp>
#include <kiln/io/safetensors.hpp>
#include <kiln/io/text.hpp>
#include <kiln/random/engine.hpp>
#include <kiln/random/uniform.hpp>
#include <kiln/train/trainer.hpp>

namespace kiln {

namespace checkpoint_detail {

// What must be the same in the program and in the file, to be read by humans:
// "F32, (784) -> Dense (50), Tanh, 9 of 9 parameters trained -> …; optimiser with 2 numbers for
// each".
template <class Net, class O>
std::string architecture() {
  const auto extents = [](const Shape& shape) {
    return text::shape(std::vector<std::size_t>(shape.extents, shape.extents + shape.rank));
  };
  std::string result = std::string(name(dtype_of<typename Net::Scalar>)) + ", ";
  result += extents(Net::input);
  for (const LayerReport& layer : Net::report.layers) {
    result += " -> " + std::string(layer.name) + " " + extents(layer.output) + ", ";
    if (!layer.activation.empty()) result += std::string(layer.activation) + ", ";
    result += std::to_string(layer.trained) + " of " + std::to_string(layer.parameters) +
              " parameters trained";
  }
  return result + "; optimiser with " + std::to_string(O::slots) + " numbers for each";
}

// Rows to which the net's answer is stored, drawn evenly from ±this: large ones, too, since small
// numbers pass through many an activation as if it was none.
inline constexpr std::array question_scales{1.0F, 8.0F, 64.0F};

template <class Net>
using Answer = BasicTensor<typename Net::Scalar, Shape{question_scales.size(), Net::output.size()}>;

// What the net says to rows that are always the same.
template <class Net, std::size_t Batch>
Answer<Net> answer(const Net& net, Workspace<Net, Batch>& workspace) {
  using T = typename Net::Scalar;
  Engine engine(1);
  std::vector<T> x(Net::input.size());
  Answer<Net> result;
  for (std::size_t i = 0; i < question_scales.size(); ++i) {
    const T scale = question_scales[i];
    for (T& element : x) element = uniform<T>(engine, -scale, scale);
    const auto row = net.predict(std::span<const T>(x), workspace)[0];
    std::copy_n(row.data(), row.size(), result.data() + i * row.size());
  }
  return result;
}

// Whether two answers to one row agree, but for the rounding of machines without fused
// multiply-add: the larger what is summed up, the larger that is.
template <class T>
bool agree(std::span<const T> a, std::span<const T> b, T scale) {
  constexpr T roundings = 1024;
  T largest = 0;
  for (const T x : a) largest = std::isfinite(x) ? std::max(largest, std::abs(x)) : largest;
  const T tolerance = roundings * std::numeric_limits<T>::epsilon() * scale * largest;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool both_finite = std::isfinite(a[i]) && std::isfinite(b[i]);
    if (both_finite ? !(std::abs(a[i] - b[i]) <= tolerance)
                    : std::isfinite(a[i]) || std::isfinite(b[i])) {
      return false;
    }
  }
  return true;
}

template <class Net>
bool agree(const Answer<Net>& a, const Answer<Net>& b) {
  using T = typename Net::Scalar;
  constexpr std::size_t size = Net::output.size();
  for (std::size_t i = 0; i < question_scales.size(); ++i) {
    const auto row = [&](const Answer<Net>& of) {
      return std::span<const T>(of.data() + i * size, size);
    };
    if (!agree<T>(row(a), row(b), question_scales[i])) return false;
  }
  return true;
}

// Every tensor of a checkpoint with its name: the net's parameters, the optimiser's numbers for
// each trained one, and the net's answer.
template <class T>
struct Tensors {
  std::vector<NamedParameter<T>> list;
  std::vector<std::string> names;

  void add(const NamedParameter<T>& tensor, std::string name) {
    list.push_back(tensor);
    names.push_back(std::move(name));
  }
};

template <class T, class Net>
Tensors<T> tensors_of(Net& net, std::span<T> state, std::span<T> answer) {
  Tensors<T> result;
  const auto in_file = [](const auto& p) {
    return std::to_string(p.layer) + "." + std::string(p.name);
  };
  for (const auto& p : net.parameters()) result.add({p.layer, p.name, p.shape, p.data}, in_file(p));
  for (std::size_t slot = 0; (slot + 1) * Net::trained_count <= state.size(); ++slot) {
    if (Net::trained_count == 0) break;
    for (const auto& p : net.parameters()) {
      const auto place = static_cast<std::size_t>(p.data - net.storage().data());
      if (place >= Net::trained_count) continue;
      result.add({p.layer, p.name, p.shape, state.data() + slot * Net::trained_count + place},
                 "optimizer." + std::to_string(slot) + "." + in_file(p));
    }
  }
  result.add({0, "answer", Shape{question_scales.size(), Net::output.size()}, answer.data()},
             "kiln.answer");
  return result;
}

}  // namespace checkpoint_detail

/// Saves all that a training needs to go on: the net's parameters (frozen ones too), the
/// optimiser's state, the number of steps, the random engine, and what the loop counts. Whole or
/// not at all.
///
/// Layout   A safetensors file that PyTorch can read: "0.weight", "0.bias", … as save_safetensors
///          writes them; "optimizer.0.0.weight" for the optimiser's first number of each parameter
///          (Adam: m is 0, v is 1), in the same layout; "kiln.answer", what the net says to
///          three fixed rows. Integers are decimal text in the metadata: "kiln.steps",
///          "kiln.engine" (four words), "kiln.counter.<name>"; "kiln.architecture" is what must
///          agree on loading. Not stored: the settings of the optimiser, which are the program's. A
///          schedule should be a function of trainer.steps().
/// Throws   FileError where the file cannot be written.
/// Cost     the file's size once more in memory, and flushing it to the disk (milliseconds).
/// Example  kiln::save_checkpoint("run.safetensors", net, trainer, engine, {{"epoch", epoch}});
template <class Net, class Loss, class O, std::size_t Batch>
void save_checkpoint(const std::filesystem::path& path, const Net& net,
                     Trainer<Net, Loss, O, Batch>& trainer, const Engine& engine,
                     const Counters& counters = {}) {
  namespace detail = checkpoint_detail;
  using T = typename Net::Scalar;
  const auto answer = detail::answer(net, trainer.workspace());
  const auto tensors = detail::tensors_of<const T>(
      net, trainer.state(), std::span<const T>(answer.data(), answer.size()));
  write_parameters<T>(
      path, tensors.list, tensors.names, WeightLayout::out_in,
      detail::metadata(detail::architecture<Net, O>(), trainer.steps(), engine, counters));
}

/// Puts back what save_checkpoint has saved, and returns the counters. The next step is then, bit
/// for bit, the one that the saved training would have made.
///
/// Requires an optimiser with the settings of the saved one.
/// Throws   FileError, and nothing is changed then, where the file is not as SafetensorsFile wants
///          it or no checkpoint; where the architecture is another (both are named), that is the
///          scalar, a layer's name, shape, activation by its `name`, or number of parameters or of
///          trained ones, or how many numbers the optimiser keeps for each; and where the net's
///          answers are others than they were to three rows, drawn evenly from ±1, ±8 and ±64, by
///          more than 1024, 8192 or 65,536 ε (that of the scalar) of the largest in its row. So
///          kiln's own activations are never confused; two without a name are where these answers
///          do not tell them apart, as the wrong parameters would be.
/// Example  if (std::filesystem::exists(file)) {
///            epoch = kiln::load_checkpoint(file, net, trainer, engine).at("epoch");
///          }
template <class Net, class Loss, class O, std::size_t Batch>
Counters load_checkpoint(const std::filesystem::path& path, Net& net,
                         Trainer<Net, Loss, O, Batch>& trainer, Engine& engine) {
  namespace detail = checkpoint_detail;
  using T = typename Net::Scalar;
  const SafetensorsFile file(path);
  detail::check_entry(file, "kiln.checkpoint", std::string(detail::version));
  detail::check_entry(file, "kiln.architecture", detail::architecture<Net, O>());
  std::uint64_t steps = 0;
  detail::parse(file, "kiln.steps", detail::entry(file, "kiln.steps"), {&steps, 1});
  const Engine loaded_engine = detail::engine_of(file);
  Counters counters = detail::counters_of(file);

  const auto loaded = std::make_unique<Net>(net);
  std::vector<T> state(trainer.state().size());
  detail::Answer<Net> said;
  const auto tensors =
      detail::tensors_of<T>(*loaded, state, std::span<T>(said.data(), said.size()));
  read_parameters<T>(file, tensors.list, tensors.names, WeightLayout::out_in);
  const auto says = detail::answer(*loaded, trainer.workspace());
  if (!detail::agree<Net>(said, says)) {
    throw FileError(path, "a checkpoint of a net that answers as this one",
                    "another answer: an activation differs, or a number was changed");
  }
  net = *loaded;
  std::copy(state.begin(), state.end(), trainer.state().begin());
  trainer.resume(steps);
  engine = loaded_engine;
  return counters;
}

}  // namespace kiln
